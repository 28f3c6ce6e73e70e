import { expect } from 'chai';
import type { Request } from 'express';
import { addressKey } from './client-address.ts';

describe('the address that calls are counted by', () => {
  it('is what a proxy says only where a proxy says something', () => {
    const socket = { remoteAddress: '192.0.2.1' };
    const direct = { headers: {}, socket, ip: '198.51.100.1' };
    expect(addressKey(direct as Request)).to.equal('192.0.2.1');
    const passedOn = { ...direct, headers: { 'x-forwarded-for': 'whatever' } };
    expect(addressKey(passedOn as unknown as Request)).to.equal('198.51.100.1');
    expect(addressKey({ headers: {}, socket: {} } as Request)).to.equal('unknown');
  });
});
