import { BlockList, isIP } from 'node:net';

const GROUPS_OF_NETWORK = 4;
const IPV4_IN_IPV6 = '::ffff:';
/** `[2001:db8::1]:443`, `[2001:db8::1]` or `192.0.2.1:443`. */
const WITH_PORT = /^(?:\[([\da-f:.]+)\](?::\d+)?|([\d.]+):\d+)$/i;

/** Names for networks, as Express has them. */
const NAMED_NETWORKS: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Whether a proxy's word about its client is believed. */
export type IsTrusted = (address: string) => boolean;

/** Reads addresses, subnets and the names of networks; throws a sentence for anything else. */
export function trustedProxies(names: readonly string[]): IsTrusted {
  const list = new BlockList();
  for (const name of names.flatMap((each) => NAMED_NETWORKS[each] ?? [each])) {
    const [address = '', bits, ...rest] = name.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const bitsMax = family === 'ipv6' ? 128 : 32;
    const prefix = bits === undefined ? bitsMax : Number(bits);
    const isSubnet = bits === undefined || /^\d{1,3}$/.test(bits);
    if (isIP(address) === 0 || rest.length > 0 || !isSubnet || prefix > bitsMax) {
      throw new Error(`"${name}" is no address, subnet or network`);
    }
    list.addSubnet(address, prefix, family);
  }
  return (address) => {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

/**
 * The address that a request came from: that of the connection, or what trusted proxies say in
 * X-Forwarded-For, each of them adding whom it heard it from. A client's own word is not believed.
 */
export function clientAddress(
  remoteAddress: string,
  forwardedFor: string | undefined,
  isTrusted: IsTrusted,
): string {
  const hops = forwardedFor === undefined ? [] : forwardedFor.split(',').map((hop) => hop.trim());
  let address = remoteAddress;
  while (hops.length > 0 && isTrusted(address)) address = hops.pop() ?? address;
  return plainAddress(address);
}

/** The part of an address that one caller holds at least: an IPv4 address, or an IPv6 /64. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) return plain;
  const [before = ''] = plain.split('::');
  const zeros = Array.from({ length: GROUPS_OF_NETWORK }, () => '0');
  return [...before.split(':'), ...zeros].slice(0, GROUPS_OF_NETWORK).join(':');
}

// Some proxies add the port, with which every connection would look like another caller.
function plainAddress(text: string): string {
  const [, bracketed, dotted] = WITH_PORT.exec(text) ?? [];
  const address = bracketed ?? dotted ?? text;
  const isMapped = address.startsWith(IPV4_IN_IPV6);
  return isMapped ? address.slice(IPV4_IN_IPV6.length) : address;
}
