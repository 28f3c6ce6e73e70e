import { readFileSync, writeFileSync } from 'node:fs';
import { ZodError } from 'zod';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import {
  downloadedLogSchema,
  downloadLog,
  keysIn,
} from '@sagopalgo/core/contracts/verify-auction-log.ts';
import type { DownloadedLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { HEAD_TYP } from '@sagopalgo/core/rules/signed-claims.ts';

const ANSWER_WITHIN_MS = 30_000;
const AUCTION_PATH = /\/auctions\/([A-Za-z0-9_-]{1,40})(\/|$)/;
const COMPACT_JWS = /[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;
/** Told from the name of a file by its header, which is JSON in base64url. */
const ONE_JWS = /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/;

/**
 * The log that a URL of a running marketplace or a saved file leads to, with the keys of `keysFile` in
 * place of those that came with it. Throws a sentence when there is none to be had.
 */
export async function loadLog(source: string, keysFile: string | null): Promise<DownloadedLog> {
  const log = /^https?:\/\//.test(source) ? await download(source) : readSaved(source);
  return keysFile === null ? log : { ...log, keys: readKeys(keysFile) };
}

/** Every signed head in a file, whatever stands around them; throws a sentence when it cannot be read. */
export function readHeads(file: string): string[] {
  const heads = signedIn(file).filter(isHead);
  if (heads.length === 0) throw new Error(`There is no signed head in ${file}.`);
  return heads;
}

/**
 * The receipts that were given, each a compact JWS itself or a file with some, as the page saves them;
 * throws a sentence for what is neither.
 */
export function readReceipts(given: readonly string[]): string[] {
  return given.flatMap((receipt) => {
    if (ONE_JWS.test(receipt)) return [receipt];
    const receipts = signedIn(receipt).filter((jws) => !isHead(jws));
    if (receipts.length === 0) throw new Error(`There is no receipt in ${receipt}.`);
    return receipts;
  });
}

/** Writes a log as `loadLog` reads it; throws a sentence when it cannot be written. */
export function saveLog(log: DownloadedLog, file: string): void {
  try {
    writeFileSync(file, `${JSON.stringify(log, null, 1)}\n`);
  } catch (error) {
    throw new Error(`${file} cannot be written.`, { cause: error });
  }
}

async function download(text: string): Promise<DownloadedLog> {
  const url = URL.parse(text);
  const auctionId = AUCTION_PATH.exec(url?.pathname ?? '')?.[1];
  if (!url || auctionId === undefined) throw new Error(`${text} is not the address of an auction.`);
  try {
    return await downloadLog((path) => fetchJson(new URL(path, url.origin)), auctionId);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    throw new Error(`What ${url.origin} answered is no log of an auction.`, { cause: error });
  }
}

async function fetchJson(url: URL): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(
    (error: unknown) => {
      throw new Error(`${url.origin} does not answer.`, { cause: error });
    },
  );
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const problem = problemSchema.safeParse(body);
  throw new Error(refusalOf(problem.data?.code ?? `status ${response.status}`, url));
}

function refusalOf(code: string, url: URL): string {
  if (code === 'LOG_NOT_PUBLISHED') {
    return 'The log of this auction is published once its result is settled. Try again then.';
  }
  if (code === 'AUCTION_NOT_FOUND') return 'There is no such auction.';
  return `${url.href} was answered with ${code}.`;
}

function readSaved(file: string): DownloadedLog {
  const parsed = downloadedLogSchema.safeParse(jsonIn(file));
  if (!parsed.success) throw new Error(`${file} is not a log that was saved by --save.`);
  return parsed.data;
}

function readKeys(file: string) {
  const keys = keysIn(jsonIn(file));
  if (keys === null) throw new Error(`${file} is not a JWKS.`);
  return keys;
}

function signedIn(file: string): string[] {
  return [...new Set(textOf(file).match(COMPACT_JWS) ?? [])];
}

function jsonIn(file: string): unknown {
  const text = textOf(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON.`, { cause: error });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read.`, { cause: error });
  }
}

function isHead(jws: string): boolean {
  try {
    const [header = ''] = jws.split('.');
    const { typ } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { typ?: unknown };
    return typ === HEAD_TYP;
  } catch {
    return false;
  }
}
