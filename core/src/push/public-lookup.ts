import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList } from 'node:net';
import type { LookupFunction } from 'node:net';

/** Where a name leads that must not lead there. */
export const NOT_PUBLIC = 'ENOTPUBLIC';

const inner = new BlockList();
// IANA's special-purpose registries: this host, private, shared, link-local, tests, multicast and reserved.
for (const [net, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
  ] as const),
  ...([
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
  ] as const),
  ...([
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
]) {
  inner.addSubnet(net, prefix, 'ipv4');
}
const outer = new BlockList();
outer.addSubnet('2000::', 3, 'ipv6');
// Of what is routed at all: documentation, benchmarks, 6to4 and Teredo, which have addresses of the other kind inside.
for (const [net, prefix] of [
  ...([
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ] as const),
]) {
  inner.addSubnet(net, prefix, 'ipv6');
}

/** Whether an address is anybody's on the net, and not one of our own or of the cloud's inside. */
export function isPublicAddress(address: string, family: number): boolean {
  if (family === 4) return !inner.check(address, 'ipv4');
  return outer.check(address, 'ipv6') && !inner.check(address, 'ipv6');
}

/**
 * Resolves a name for a connection that must not lead inside: it is what is resolved here that is connected to, so that
 * a name cannot lead elsewhere between a look and the connection. Fails with ENOTPUBLIC where any of the name's
 * addresses is not public.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, []);
    const isInside = addresses.some(({ address, family }) => !isPublicAddress(address, family));
    if (isInside || addresses.length === 0) {
      const refused = new Error(`${hostname} does not lead to a public address`);
      return callback(Object.assign(refused, { code: NOT_PUBLIC }), []);
    }
    callback(null, addresses);
  });
};
