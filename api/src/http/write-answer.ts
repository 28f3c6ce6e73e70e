import type { Response } from 'express';
import { unsaidHeaders } from './request-context.ts';

/** JSON as it is sent, and what it is called. */
export interface Written {
  type: string;
  json: string;
}

/**
 * Writes a whole answer of JSON, or an empty one, with `more` headers, names and values by turns. Where the request
 * came by the door for rushes, its head is written in one go with what every answer says: headers that are set one by
 * one are kept in a dictionary first, and a bid pays for each.
 */
export function writeAnswer(
  response: Response,
  status: number,
  written: Written | null,
  more: readonly string[] = [],
): void {
  const head = unsaidHeaders();
  if (head === null) setHead(response, status, written, more);
  else {
    // Without its length an answer whose head is written before its body would be sent in chunks.
    if (written) head.push('content-type', written.type, 'content-length', lengthOf(written.json));
    head.push(...more);
    response.writeHead(status, head);
  }
  response.end(written?.json);
}

function setHead(
  response: Response,
  status: number,
  written: Written | null,
  more: readonly string[],
): void {
  response.statusCode = status;
  if (written) response.setHeader('content-type', written.type);
  for (let at = 0; at < more.length; at += 2) {
    response.setHeader(more[at] as string, more[at + 1] as string);
  }
}

function lengthOf(text: string): string {
  return String(Buffer.byteLength(text));
}
