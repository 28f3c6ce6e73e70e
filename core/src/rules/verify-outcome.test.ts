import { expect } from 'chai';
import { createSigner, newSigningKey } from '../runtime/signing.ts';
import type { Signer } from '../runtime/signing.ts';
import { playLog, PLAYED_AUCTION_ID, sha256 } from '../testing/played-log.ts';
import type { Deed } from '../testing/played-log.ts';
import { ISSUER, OVERRULING_TYP, RECEIPT_TYP } from './signed-claims.ts';
import type { OverrulingClaims } from './signed-claims.ts';
import { jwsVerifier } from './verify-jws.ts';
import type { PublicJwk } from './verify-jws.ts';
import { verifyLog } from './verify-log.ts';
import type { PublishedLog } from './verify-log.ts';

const OVERRULED_AT_MS = 1_800_000_100_000;
const DEEDS: Deed[] = [
  { who: 1, kind: 'auto', overKrw: 4000, waitMs: 1000 },
  { who: 2, kind: 'exact', overKrw: 900, waitMs: 1000 },
];

describe('verifying how an auction ended', () => {
  const signer = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
  const stranger = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
  const sold = playLog({}, DEEDS).published;
  const unsold = playLog({}, []).published;
  const cancelled = playLog({}, DEEDS, { cancels: true }).published;
  let keys: PublicJwk[];
  before(async () => {
    ({ keys } = await signer.jwks());
  });

  const verify = (log: PublishedLog, verifyJws = jwsVerifier(keys)) =>
    verifyLog(log, { sha256, verifyJws });
  const reasonOf = async (log: PublishedLog) => {
    const verdict = await verify(log);
    return verdict.verified ? null : verdict.fault.reason;
  };
  function overrulingOf(
    log: PublishedLog,
    given: Partial<Record<keyof OverrulingClaims, unknown>> = {},
    { by = signer, typ = OVERRULING_TYP }: { by?: Signer; typ?: string } = {},
  ): Promise<string> {
    return by.sign(typ, {
      ...{ iss: ISSUER, auctionId: PLAYED_AUCTION_ID, seq: log.entries.length - 1 },
      ...{ hash: log.entries.at(-1)?.hash, told: log.outcome, outcome: 'cancelled' },
      ...{ why: 'interrupted', atMs: OVERRULED_AT_MS, ...given },
    });
  }

  it('finds an outcome that is not the one of the closing', async () => {
    for (const log of [sold, unsold, cancelled]) {
      expect(await reasonOf(log)).to.equal(null);
      for (const outcome of (['sold', 'unsold', 'cancelled'] as const).filter(
        (one) => one !== log.outcome,
      )) {
        expect(await reasonOf({ ...log, outcome }), outcome).to.equal('OUTCOME_DIFFERS');
      }
    }
  });

  it('says that an operator overruled what the closing had told, when that is signed', async () => {
    for (const log of [sold, unsold]) {
      const overruling = await overrulingOf(log);
      const verdict = await verify({ ...log, outcome: 'cancelled', overruling });
      expect(verdict).to.deep.include({
        ...{ verified: true, overruled: { told: log.outcome, atMs: OVERRULED_AT_MS } },
      });
      expect(verdict.verified && verdict.notCheckable).to.include('OVERRULING');
    }
    const standing = await verify(sold);
    expect(standing).to.include({ verified: true, overruled: null });
    expect(standing.verified && standing.notCheckable).to.not.include('OVERRULING');
  });

  it('believes no overruling of another log, by anybody else, or of another kind', async () => {
    const wrong: [string, string][] = [
      ['OVERRULING_DIFFERS', await overrulingOf(sold, { auctionId: 'other' })],
      ['OVERRULING_DIFFERS', await overrulingOf(sold, { seq: 1 })],
      ['OVERRULING_DIFFERS', await overrulingOf(sold, { hash: '0'.repeat(64) })],
      ['OVERRULING_DIFFERS', await overrulingOf(sold, { told: 'unsold' })],
      ['OVERRULING_FORGED', await overrulingOf(sold, { outcome: 'sold' })],
      ['OVERRULING_FORGED', await overrulingOf(sold, { why: 'mood' })],
      ['OVERRULING_FORGED', await overrulingOf(sold, {}, { typ: RECEIPT_TYP })],
      ['OVERRULING_FORGED', `${await overrulingOf(sold)}x`],
      ['OVERRULING_KEY_UNKNOWN', await overrulingOf(sold, {}, { by: stranger })],
    ];
    for (const [reason, overruling] of wrong) {
      const log = { ...sold, outcome: 'cancelled' as const, overruling };
      expect(await reasonOf(log), reason).to.equal(reason);
    }
  });

  it('lets no overruling make a winner, or overrule what was cancelled', async () => {
    const overruling = await overrulingOf(unsold);
    expect(await reasonOf({ ...unsold, outcome: 'sold', overruling })).to.equal('OUTCOME_DIFFERS');
    expect(await reasonOf({ ...sold, overruling: await overrulingOf(sold) })).to.equal(
      'OUTCOME_DIFFERS',
    );
    const again = await overrulingOf(cancelled, { told: 'sold' });
    expect(await reasonOf({ ...cancelled, overruling: again })).to.equal('OUTCOME_DIFFERS');
  });

  it('says where there is no Ed25519 that it is only told so', async () => {
    const overruling = await overrulingOf(sold);
    const log = { ...sold, outcome: 'cancelled' as const, overruling };
    const verdict = await verify(log, () => Promise.resolve({ outcome: 'unsupported' }));
    expect(verdict).to.deep.include({ overruled: { told: 'sold', atMs: null } });
    expect(verdict.verified && verdict.notCheckable).to.include.members([
      ...(['OVERRULING', 'SIGNATURES'] as const),
    ]);
  });
});
