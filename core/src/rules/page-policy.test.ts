import { expect } from 'chai';
import { pagePolicy, TOSS_ORIGINS } from './page-policy.ts';

function directives(policy: string): Record<string, string[]> {
  const parts = policy.split('; ').map((part) => part.split(' '));
  return Object.fromEntries(parts.map(([name = '', ...sources]) => [name, sources]));
}

describe('the policy of the page', () => {
  it('lets the real Toss bring its script, and frame and answer from any of its hosts', () => {
    const allowed = directives(pagePolicy(TOSS_ORIGINS));
    const [script, anyHost] = ['https://js.tosspayments.com', 'https://*.tosspayments.com'];
    expect(allowed['script-src']).to.deep.equal(["'self'", script]);
    expect(allowed['frame-src']).to.deep.equal([script, anyHost]);
    expect(allowed['connect-src']).to.deep.equal(["'self'", script, anyHost]);
  });

  it('lets only the simulator in where the simulator is', () => {
    const simulator = 'http://127.0.0.1:41234';
    const policy = pagePolicy([simulator]);
    const allowed = directives(policy);
    expect(allowed['script-src']).to.deep.equal(["'self'", simulator]);
    expect(allowed['connect-src']).to.deep.equal(["'self'", simulator]);
    expect(allowed['frame-src']).to.deep.equal([simulator]);
    expect(policy).not.to.include('tosspayments');
  });

  it('lets the page upload to S3, and S3 bring nothing', () => {
    const s3 = 'http://127.0.0.1:7000';
    const policy = pagePolicy([], [s3]);
    expect(directives(policy)['connect-src']).to.deep.equal(["'self'", s3]);
    expect(policy.split(s3)).to.have.length(2);
  });

  it('shows pictures from where a CDN has them, and takes nothing else from there', () => {
    const cdn = 'https://images.example.com';
    const policy = pagePolicy(TOSS_ORIGINS, [], [cdn]);
    expect(directives(policy)['img-src']).to.deep.equal(["'self'", 'data:', 'blob:', cdn]);
    expect(policy.split(cdn)).to.have.length(2);
  });

  it('stays as strict as ever about everything else', () => {
    for (const origins of [TOSS_ORIGINS, ['http://127.0.0.1:41234'], []]) {
      const allowed = directives(pagePolicy(origins));
      if (origins.length === 0) expect(allowed['frame-src']).to.deep.equal(["'none'"]);
      expect(allowed['default-src']).to.deep.equal(["'self'"]);
      expect(allowed['script-src']?.join(' ')).not.to.match(/unsafe|\*/);
      expect(allowed['img-src']).to.deep.equal(["'self'", 'data:', 'blob:']);
      expect(allowed['form-action']).to.deep.equal(["'self'"]);
      for (const name of ['object-src', 'base-uri', 'frame-ancestors']) {
        expect(allowed[name], name).to.deep.equal(["'none'"]);
      }
    }
  });
});
