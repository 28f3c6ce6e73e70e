import type { Request } from 'express';

const GROUPS_OF_NETWORK = 4;
const IPV4_IN_IPV6 = '::ffff:';

/**
 * Where a call comes from, for counting: an IPv4 address, or the /64 network of an IPv6 address, as
 * nobody has less than that. The same word for all whose address is not known.
 */
export function addressKey(request: Request): string {
  // Only a proxy's word has to be weighed against whom we trust.
  const told = request.headers['x-forwarded-for'] !== undefined;
  return networkOf((told ? request.ip : request.socket.remoteAddress) ?? 'unknown');
}

/** The part of an address that one caller holds at least. */
export function networkOf(address: string): string {
  const mapped = address.startsWith(IPV4_IN_IPV6) ? address.slice(IPV4_IN_IPV6.length) : address;
  if (!mapped.includes(':')) return mapped;
  const [before = ''] = mapped.split('::');
  const zeros = Array.from({ length: GROUPS_OF_NETWORK }, () => '0');
  return [...before.split(':'), ...zeros].slice(0, GROUPS_OF_NETWORK).join(':');
}
