import { expect } from 'chai';
import { DOCUMENT_VERSIONS } from '@sagopalgo/core/rules/consent-documents.ts';
import type { DocumentVersion } from '@sagopalgo/core/rules/consent-documents.ts';
import { webSha256 } from '@sagopalgo/core/rules/web-sha256.ts';
import { DOCUMENT_TEXTS } from './document-texts.ts';
import { readWording } from './document-wording.ts';

describe('the wordings that people agree to', () => {
  it('are all there to be read, and none beside them', () => {
    const written = Object.entries(DOCUMENT_TEXTS).flatMap(([document, texts]) =>
      Object.keys(texts).map((version) => `${document} ${version}`),
    );
    const named = DOCUMENT_VERSIONS.map(({ document, version }) => `${document} ${version}`);
    expect(written).to.have.members(named);
  });

  it('are as they were published, to the letter: another text is another version', async () => {
    for (const { document, version, textSha256 } of DOCUMENT_VERSIONS) {
      const text = DOCUMENT_TEXTS[document][version]?.join('\n') ?? '';
      expect(await webSha256(text), `${document} ${version}`).to.equal(textSha256);
    }
  });
});

describe('a wording', () => {
  const versions: DocumentVersion[] = [
    { document: 'terms', version: 'one', inForceFromMs: 1_000 },
    { document: 'terms', version: 'three', inForceFromMs: 3_000 },
    { document: 'terms', version: 'two', inForceFromMs: 2_000 },
  ];
  const terms = { one: ['첫 판'], two: ['둘째 판'], three: ['셋째 판'] };
  const published = { versions, texts: { terms, privacy: {}, marketing: {} } };
  const read = (name: string, version: string | null) =>
    readWording(name, version, 2_500, published);

  it('is the one in force, or the one that is asked for', () => {
    expect(read('terms', null)).to.deep.equal({
      ...{ document: 'terms', version: 'two', paragraphs: ['둘째 판'], inForceFromMs: 2_000 },
      ...{ stands: 'in-force', others: ['three', 'one'] },
    });
    expect(read('terms', 'one')).to.include({ version: 'one', stands: 'past' });
    expect(read('terms', 'two')).to.include({ version: 'two', stands: 'in-force' });
    expect(read('terms', 'three')).to.include({ version: 'three', stands: 'coming' });
    expect(readWording('terms', null, 500, published)).to.equal(null);
  });

  it('is none where there is none, whatever an address says', () => {
    for (const name of ['', 'constructor', '__proto__', 'TERMS']) {
      expect(read(name, null)).to.equal(null);
    }
    for (const version of ['', 'four', 'constructor', '__proto__', '../one', 'a'.repeat(10_000)]) {
      expect(read('terms', version)).to.equal(null);
    }
    expect(read('privacy', null)).to.equal(null);
  });
});
