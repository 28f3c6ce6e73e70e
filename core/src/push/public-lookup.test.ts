import { expect } from 'chai';
import { isPublicAddress, NOT_PUBLIC, publicLookup } from './public-lookup.ts';

describe('where a name may lead', () => {
  it('is to public addresses', () => {
    for (const address of ['8.8.8.8', '142.250.0.1', '1.1.1.1', '172.32.0.1', '100.128.0.1']) {
      expect(isPublicAddress(address, 4), address).to.equal(true);
    }
    for (const address of ['2606:4700::1111', '2a00:1450:4001::1']) {
      expect(isPublicAddress(address, 6), address).to.equal(true);
    }
  });

  it('is not to ourselves, our nets, the cloud’s inside, or addresses that hide such', () => {
    for (const address of [
      ...['127.0.0.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
      ...['169.254.169.254', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ]) {
      expect(isPublicAddress(address, 4), address).to.equal(false);
    }
    for (const address of [
      ...['::1', '::', '::ffff:127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fc00::1', 'fd00:ec2::254'],
      ...['64:ff9b::a00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'ff02::1'],
    ]) {
      expect(isPublicAddress(address, 6), address).to.equal(false);
    }
  });

  it('is said before anything is connected to', async () => {
    const looked = new Promise<NodeJS.ErrnoException | null>((resolve) => {
      publicLookup('localhost', { all: true }, (error) => resolve(error));
    });
    expect(await looked).to.include({ code: NOT_PUBLIC });
  });
});
