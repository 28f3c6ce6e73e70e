import { expect } from 'chai';
import type { DownloadedLog } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { HEAD_TYP, ISSUER } from '@sagopalgo/core/rules/signed-claims.ts';
import { createSigner, newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { PLAYED_AUCTION_ID, playLog } from '@sagopalgo/core/testing/played-log.ts';
import type { Deed } from '@sagopalgo/core/testing/played-log.ts';
import { faultWords } from './verdict-words.ts';
import type { Progress } from './verify-with-progress.ts';
import { verifyWithProgress } from './verify-with-progress.ts';

const NOTHING = { keptHeads: [], receipts: [] };
const LONG = 300;

describe('verifying in the page', () => {
  const signer = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
  const { published } = playLog({}, deeds(6));

  const headAt = (seq: number, hash = published.entries[seq]?.hash) => {
    const claims = { iss: ISSUER, auctionId: PLAYED_AUCTION_ID, seq, hash, atMs: 1 };
    return signer.sign(HEAD_TYP, claims);
  };
  const downloaded = async (given: Partial<DownloadedLog> = {}): Promise<DownloadedLog> => ({
    ...published,
    heads: [await headAt(published.entries.length - 1)],
    keys: (await signer.jwks()).keys,
    ...given,
  });

  it('verifies a genuine log with the heads that this tab was told', async () => {
    const kept = { ...NOTHING, keptHeads: [await headAt(1), await headAt(3)] };
    const verdict = await verifyWithProgress(await downloaded(), kept, () => {});
    expect(verdict).to.include({ verified: true });
    expect(verdict.verified && verdict.checked).to.include({ heads: 3, bids: 6 });
    expect(verdict.verified && verdict.notCheckable).to.include('LAST_LEAD');
  });

  it('names the first entry of a log that was tampered with', async () => {
    const entries = published.entries.map((entry, seq) =>
      seq < 2 ? entry : { ...entry, canonical: entry.canonical.replace('"priceKrw":', '$&1') },
    );
    const verdict = await verifyWithProgress(await downloaded({ entries }), NOTHING, () => {});
    expect(verdict.verified).to.equal(false);
    if (verdict.verified) return;
    expect(verdict.fault).to.include({ what: 'entry', reason: 'HASH', seq: 2 });
    expect(faultWords(verdict.fault, 1).words).to.match(/^2번 기록: .*\(HASH\)$/);
  });

  it('finds a history that was rewritten after this tab was told a head', async () => {
    const kept = { ...NOTHING, keptHeads: [await headAt(1), await headAt(2, 'f'.repeat(64))] };
    const verdict = await verifyWithProgress(await downloaded(), kept, () => {});
    expect(verdict.verified).to.equal(false);
    if (verdict.verified) return;
    const { headline, words } = faultWords(verdict.fault, 1);
    expect(headline).to.equal('보는 동안 받은 서명과 달라요');
    expect(words).to.match(/^2번 기록: 서명한 뒤에 기록이 바뀌었어요/);
  });

  it('tells how far it has come, and not with every step of a long log', async () => {
    const long = playLog({ steps: [[0, 1]] }, deeds(LONG)).published;
    const told: Progress[] = [];
    const log = await downloaded({ ...long, heads: [] });
    await verifyWithProgress(log, NOTHING, (progress) => told.push(progress));
    expect(told.length).to.be.within(90, 100);
    expect(told.at(-1)?.done).to.be.greaterThan(LONG);
    expect(told.every(({ done, total }) => done <= total)).to.equal(true);
  });
});

function deeds(count: number): Deed[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ who: index % 3, kind: index % 2 === 0 ? 'auto' : 'exact', overKrw: 500, waitMs: 10 },
  }));
}
