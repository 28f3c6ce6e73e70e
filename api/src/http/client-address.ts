import type { Request } from 'express';
import { networkOf } from '@sagopalgo/core/runtime/client-address.ts';

/**
 * Taking an address apart costs more than finding it. Of connections only: what a header says may be a part of a long
 * text, all of which would be kept with it.
 */
const KNOWN_MAX = 10_000;
const knownKeys = new Map<string, string>();

/**
 * Where a call comes from, for counting: an IPv4 address, or the /64 network of an IPv6 address, as
 * nobody has less than that. The same word for all whose address is not known.
 */
export function addressKey(request: Request): string {
  // Only a proxy's word has to be weighed against whom we trust.
  if (request.headers['x-forwarded-for'] !== undefined) return networkOf(request.ip ?? 'unknown');
  const address = request.socket.remoteAddress ?? 'unknown';
  let key = knownKeys.get(address);
  if (key !== undefined) return key;
  key = networkOf(address);
  if (knownKeys.size >= KNOWN_MAX) knownKeys.clear();
  knownKeys.set(address, key);
  return key;
}
