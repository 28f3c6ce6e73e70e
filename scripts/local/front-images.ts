import { request as httpRequest } from 'node:http';
import type { Agent } from 'node:http';
import { pipeline } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import { SHOWN_PREFIXES } from '@sagopalgo/core/images/picture.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { sendUnavailable } from './front-refusals.ts';

const KEY = /^[A-Za-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9][A-Za-z0-9_-]*)*$/;
const KEY_MAX_CHARS = 200;
const PASSED_ON = ['content-type', 'content-length', 'etag', 'last-modified'];
const UNAVAILABLE_FROM_STATUS = 500;
const WITHIN_MS = 10_000;

/**
 * Shows one picture of the bucket, never a listing nor what is not for everybody, such as uploads; what is
 * under a key never changes.
 */
export function imageRoute(
  imagesUrl: string,
  agent: Agent,
  { log, imageWithinMs = WITHIN_MS }: { log: Pick<Log, 'warn'>; imageWithinMs?: number },
): RequestHandler {
  return (request, response) => {
    const key = decodeURIComponent(request.path.slice('/images/'.length));
    const isShown = SHOWN_PREFIXES.some((prefix) => key.startsWith(prefix));
    if (!isShown || key.length > KEY_MAX_CHARS || !KEY.test(key)) {
      response.status(404).end();
      return;
    }
    const url = `${imagesUrl.replace(/\/+$/, '')}/${key}`;
    fetchObject({ url, agent, log, withinMs: imageWithinMs }, request, response);
  };
}

function fetchObject(
  from: { url: string; agent: Agent; log: Pick<Log, 'warn'>; withinMs: number },
  request: Request,
  response: Response,
): void {
  const { url, agent, log, withinMs } = from;
  const known = request.headers['if-none-match'];
  const headers = known === undefined ? {} : { 'if-none-match': known };
  const { method } = request;
  const asked = httpRequest(url, { agent, method, headers, timeout: withinMs }, (found) => {
    const status = found.statusCode ?? UNAVAILABLE_FROM_STATUS;
    if (status >= UNAVAILABLE_FROM_STATUS) {
      log.warn('front.image-away', { url, status });
      found.resume();
      sendUnavailable(response);
      return;
    }
    if (status !== 200 && status !== 304) {
      found.resume();
      response.status(404).end();
      return;
    }
    response.status(status).set({
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      // Somebody's upload, opened by itself, is a picture and nothing that runs.
      'content-security-policy': "default-src 'none'; sandbox",
    });
    for (const name of PASSED_ON) {
      const value = found.headers[name];
      if (value !== undefined) response.set(name, value);
    }
    pipeline(found, response, () => {});
  });
  asked.on('timeout', () => asked.destroy(new Error('S3 is silent')));
  asked.on('error', (error) => {
    if (response.destroyed) return;
    log.warn('front.image-away', { url, reason: error.message });
    if (response.headersSent) response.destroy();
    else sendUnavailable(response);
  });
  response.once('close', () => {
    if (!response.writableFinished) asked.destroy();
  });
  asked.end();
}
