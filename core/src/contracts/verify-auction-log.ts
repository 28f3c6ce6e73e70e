import { z } from 'zod';
import type { Verdict } from '../rules/verdict.ts';
import { jwsVerifier } from '../rules/verify-jws.ts';
import type { PublicJwk } from '../rules/verify-jws.ts';
import { verifyLog } from '../rules/verify-log.ts';
import type { PublishedLog, VerifierTools } from '../rules/verify-log.ts';
import { webSha256 } from '../rules/web-sha256.ts';
import { getLog, JWKS_PATH, listHeads, publicJwkSchema, publishedEntrySchema } from './proof.ts';

const API_ROOT = '/api/v1';
const PAGE_LIMIT = 1_000;
const PAGES_MAX = 2_000;

/** The JSON at a path of the marketplace's origin; throws when there is none. */
export type FetchJson = (path: string) => Promise<unknown>;

/** A log with all that came with it, as it may be kept in a file. */
export interface DownloadedLog extends PublishedLog {
  keys: readonly PublicJwk[];
}

/** What `downloadLog` gives, as it comes back out of a file. */
export const downloadedLogSchema: z.ZodType<DownloadedLog> = z.object({
  auctionId: z.string(),
  outcome: getLog.reply.shape.outcome,
  overruling: getLog.reply.shape.overruling,
  entries: z.array(publishedEntrySchema),
  reserve: getLog.reply.shape.reserve,
  heads: z.array(z.string()),
  keys: z.array(publicJwkSchema),
});

/** The keys of a JWKS that can have signed; null when it is none. */
export function keysIn(jwks: unknown): PublicJwk[] | null {
  const listed = z.object({ keys: z.array(z.unknown()) }).safeParse(jwks).data;
  return listed?.keys.flatMap((key) => publicJwkSchema.safeParse(key).data ?? []) ?? null;
}

/** Downloads the log of an ended auction, its heads and the house's keys. Throws what `fetchJson` throws. */
export async function downloadLog(fetchJson: FetchJson, auctionId: string): Promise<DownloadedLog> {
  const keys = keysIn(await fetchJson(JWKS_PATH)) ?? [];
  const logPages = await pagesOf(fetchJson, getLog, auctionId);
  const headPages = await pagesOf(fetchJson, listHeads, auctionId);
  const [first] = logPages;
  if (!first) throw new Error(`the log of auction ${auctionId} has no page`);
  return {
    auctionId,
    ...{ outcome: first.outcome, overruling: first.overruling },
    entries: logPages.flatMap(({ items }) => items),
    reserve: first.reserve,
    heads: headPages.flatMap(({ items }) => items).map(({ jws }) => jws),
    keys,
  };
}

/** Downloads and verifies it, in a browser too; `keptHeads` and `receipts` are compact JWS. */
export async function verifyAuctionLog(
  fetchJson: FetchJson,
  auctionId: string,
  more: Pick<VerifierTools, 'keptHeads' | 'receipts'> = {},
): Promise<Verdict> {
  return await verifyDownloaded(await downloadLog(fetchJson, auctionId), more);
}

/** Verifies what was downloaded, signatures by the keys that came with it. */
export async function verifyDownloaded(
  log: DownloadedLog,
  more: Pick<VerifierTools, 'keptHeads' | 'receipts'> = {},
): Promise<Verdict> {
  return await verifyLog(log, { sha256: webSha256, verifyJws: jwsVerifier(log.keys), ...more });
}

async function pagesOf<Call extends typeof getLog | typeof listHeads>(
  fetchJson: FetchJson,
  { path, reply }: Call,
  auctionId: string,
): Promise<z.output<Call['reply']>[]> {
  const pages: z.output<Call['reply']>[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const below = path.replace(':auctionId', encodeURIComponent(auctionId));
    const read = reply.parse(await fetchJson(`${API_ROOT}${below}?limit=${PAGE_LIMIT}${cursor}`));
    pages.push(read as z.output<Call['reply']>);
    if (read.nextCursor === null) return pages;
    cursor = `&cursor=${encodeURIComponent(read.nextCursor)}`;
  }
  throw new Error(`the log of auction ${auctionId} did not end in ${PAGES_MAX} pages`);
}
