import { expect } from 'chai';
import { isFromOwnSite } from './own-site.ts';

const ORIGINS = ['https://sagopalgo.example', 'http://localhost:3000'];

describe('whose page a request comes from', () => {
  it('is ours by its origin, or by the word of the browser, or by no word at all', () => {
    for (const origin of ORIGINS) expect(isFromOwnSite(ORIGINS, { origin })).to.equal(true);
    for (const site of ['same-origin', 'none']) {
      expect(isFromOwnSite(ORIGINS, { 'sec-fetch-site': site }), site).to.equal(true);
    }
    expect(isFromOwnSite(ORIGINS, {})).to.equal(true);
  });

  it("is another's where either says so, a page of a neighbouring name too", () => {
    for (const origin of ['https://evil.example', 'null', '', 'https://sagopalgo.example.evil']) {
      expect(isFromOwnSite(ORIGINS, { origin }), origin).to.equal(false);
    }
    for (const site of ['cross-site', 'same-site', 'who knows']) {
      expect(isFromOwnSite(ORIGINS, { 'sec-fetch-site': site }), site).to.equal(false);
    }
  });
});
