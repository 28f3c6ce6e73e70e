import type { Request } from 'express';
import { networkOf } from '@sagopalgo/core/runtime/client-address.ts';

/**
 * Where a call comes from, for counting: an IPv4 address, or the /64 network of an IPv6 address, as
 * nobody has less than that. The same word for all whose address is not known.
 */
export function addressKey(request: Request): string {
  // Only a proxy's word has to be weighed against whom we trust.
  const told = request.headers['x-forwarded-for'] !== undefined;
  return networkOf((told ? request.ip : request.socket.remoteAddress) ?? 'unknown');
}
