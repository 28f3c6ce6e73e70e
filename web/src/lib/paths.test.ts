import { expect } from 'chai';
import { listPath, logInPath, returnPath } from './paths.ts';

describe('paths', () => {
  it('leads back to where the login was asked for', () => {
    const path = logInPath('/auctions/abc?x=1');
    expect(returnPath(new URL(path, 'http://page').searchParams)).to.equal('/auctions/abc?x=1');
  });

  it('never leads to another site', () => {
    for (const next of [
      'https://evil.test',
      '//evil.test',
      '/\\evil.test',
      'javascript:alert(1)',
    ]) {
      expect(returnPath(new URLSearchParams({ next }))).to.equal('/');
    }
  });

  it('names a category only when one is chosen', () => {
    expect(listPath('live')).to.equal('/?state=live');
    expect(listPath('coming', 'c1')).to.equal('/?state=coming&category=c1');
  });
});
