import { expect } from 'chai';
import { documentsInForce, DOCUMENT_VERSIONS } from './consent-documents.ts';

describe('the documents that people agree to', () => {
  const versions = [
    { document: 'terms' as const, version: 'second', inForceFromMs: 2_000 },
    { document: 'terms' as const, version: 'first', inForceFromMs: 1_000 },
    { document: 'marketing' as const, version: 'only', inForceFromMs: 1_500 },
  ];
  const inForce = (nowMs: number) =>
    documentsInForce(versions, nowMs).map(({ document, version }) => `${document} ${version}`);

  it('are each of the wording that came into force last, from its first millisecond on', () => {
    expect(inForce(999)).to.deep.equal([]);
    expect(inForce(1_000)).to.deep.equal(['terms first']);
    expect(inForce(1_999)).to.deep.equal(['terms first', 'marketing only']);
    expect(inForce(2_000)).to.deep.equal(['terms second', 'marketing only']);
  });

  it('have no two wordings of the same name or moment', () => {
    for (const key of ['version', 'inForceFromMs'] as const) {
      const named = DOCUMENT_VERSIONS.map((each) => `${each.document} ${each[key]}`);
      expect(new Set(named).size).to.equal(named.length);
    }
  });
});
