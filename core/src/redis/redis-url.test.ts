import { expect } from 'chai';
import { clusterOf } from './redis-url.ts';

describe('where Redis is', () => {
  it('is one server by a plain URL, with or without TLS', () => {
    expect(clusterOf('redis://user:secret@10.0.0.1:6380/3')).to.equal(null);
    expect(clusterOf('rediss://redis.example')).to.equal(null);
  });

  it('is a cluster by some of its nodes', () => {
    expect(clusterOf('redis+cluster://10.0.0.1:7000,redis.example,[::1]:7002')).to.deep.equal({
      nodes: [
        { host: '10.0.0.1', port: 7000 },
        { host: 'redis.example', port: 6379 },
        { host: '::1', port: 7002 },
      ],
      tls: false,
      credentials: {},
    });
  });

  it('is a cluster behind a password and TLS', () => {
    const { tls, credentials } = clusterOf('rediss+cluster://me:a%40b:c@redis.example/') ?? {};
    expect(tls).to.equal(true);
    expect(credentials).to.deep.equal({ username: 'me', password: 'a@b:c' });
    expect(clusterOf('redis+cluster://:secret@a')?.credentials).to.deep.equal({
      password: 'secret',
    });
  });

  it('is nowhere by a URL that names no node', () => {
    for (const url of ['redis+cluster://', 'http+cluster://a', 'redis+cluster://a,,b']) {
      expect(() => clusterOf(url), url).to.throw(/cluster/);
    }
  });
});
