import { expect } from 'chai';
import type { Request } from 'express';
import { addressKey, networkOf } from './client-address.ts';

describe('the address that calls are counted by', () => {
  it('is an IPv4 address, also one that came over IPv6', () => {
    expect(networkOf('203.0.113.7')).to.equal('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).to.equal('203.0.113.7');
  });

  it('is the /64 network of an IPv6 address, however it is written', () => {
    const network = networkOf('2001:db8:1:2:3:4:5:6');
    for (const address of ['2001:db8:1:2::9', '2001:db8:1:2:ffff:ffff:ffff:ffff']) {
      expect(networkOf(address)).to.equal(network);
    }
    expect(networkOf('2001:db8::1')).to.equal(networkOf('2001:db8:0:0:7::'));
    expect(networkOf('2001:db8:1:3::9')).not.to.equal(network);
  });

  it('is what a proxy says only where a proxy says something', () => {
    const socket = { remoteAddress: '192.0.2.1' };
    const direct = { headers: {}, socket, ip: '198.51.100.1' };
    expect(addressKey(direct as Request)).to.equal('192.0.2.1');
    const passedOn = { ...direct, headers: { 'x-forwarded-for': 'whatever' } };
    expect(addressKey(passedOn as unknown as Request)).to.equal('198.51.100.1');
    expect(addressKey({ headers: {}, socket: {} } as Request)).to.equal('unknown');
  });
});
