import type { Request } from 'express';

/** Where a request comes from, for counting; the same word for all whose address is not known. */
export function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}
