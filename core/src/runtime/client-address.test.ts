import { expect } from 'chai';
import { clientAddress, networkOf, trustedProxies } from './client-address.ts';

describe('the network that callers are counted by', () => {
  it('is an IPv4 address, also one that came over IPv6', () => {
    expect(networkOf('203.0.113.7')).to.equal('203.0.113.7');
    expect(networkOf('::ffff:203.0.113.7')).to.equal('203.0.113.7');
  });

  it('is the same with a port behind the address', () => {
    expect(networkOf('203.0.113.7:5678')).to.equal('203.0.113.7');
    expect(networkOf('[::ffff:203.0.113.7]:5678')).to.equal('203.0.113.7');
    for (const address of ['[2001:db8:1:2::9]:5678', '[2001:db8:1:2::9]']) {
      expect(networkOf(address)).to.equal(networkOf('2001:db8:1:2::9'));
    }
  });

  it('is the word itself where it is no address', () => {
    for (const word of ['unknown', 'made:up:by:some:body', '1.2.3:4:5', '[', '']) {
      expect(networkOf(word)).to.equal(word);
    }
  });

  it('is the /64 network of an IPv6 address, however it is written', () => {
    const network = networkOf('2001:db8:1:2:3:4:5:6');
    for (const address of ['2001:db8:1:2::9', '2001:db8:1:2:ffff:ffff:ffff:ffff']) {
      expect(networkOf(address)).to.equal(network);
    }
    expect(networkOf('2001:db8::1')).to.equal(networkOf('2001:db8:0:0:7::'));
    expect(networkOf('2001:db8:1:3::9')).not.to.equal(network);
  });
});

describe('the address behind proxies', () => {
  const isTrusted = trustedProxies(['loopback', '10.1.0.0/16', '2001:db8::/32', '192.0.2.7']);

  it('is that of the connection where nobody trusted says otherwise', () => {
    expect(clientAddress('127.0.0.1', undefined, isTrusted)).to.equal('127.0.0.1');
    expect(clientAddress('198.51.100.1', '203.0.113.9', isTrusted)).to.equal('198.51.100.1');
  });

  it('is the first from the right that is no trusted proxy, whatever the client made up', () => {
    const told = 'made-up, 203.0.113.9, 10.1.2.3';
    expect(clientAddress('::1', told, isTrusted)).to.equal('203.0.113.9');
    expect(clientAddress('::ffff:127.0.0.1', '203.0.113.9', isTrusted)).to.equal('203.0.113.9');
    expect(clientAddress('192.0.2.7', '2001:db8::5,10.1.9.9', isTrusted)).to.equal('2001:db8::5');
    expect(clientAddress('192.0.2.8', '203.0.113.9', isTrusted)).to.equal('192.0.2.8');
  });

  it('is read past the ports that some proxies add', () => {
    const told = '198.51.100.9, 203.0.113.9:5678, [2001:db8::7]:443, 10.1.2.3:80';
    expect(clientAddress('::1', told, isTrusted)).to.equal('203.0.113.9');
    expect(clientAddress('::1', '[2001:dead::7]:443', isTrusted)).to.equal('2001:dead::7');
  });

  it('cannot be asked of what is no address', () => {
    for (const name of ['nowhere', '10.0.0.0/33', '::/129', '10.0.0.0/8/8', '10.0.0.0/x', '']) {
      expect(() => trustedProxies([name]), name).to.throw('is no address');
    }
  });
});
