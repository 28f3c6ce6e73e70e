import { expect } from 'chai';
import { createSigner, newSigningKey } from '../runtime/signing.ts';
import type { Signer } from '../runtime/signing.ts';
import { chainPlayed, playLog, PLAYED_AUCTION_ID, publish, sha256 } from '../testing/played-log.ts';
import type { Deed, Played } from '../testing/played-log.ts';
import { HEAD_TYP, ISSUER, RECEIPT_TYP } from './signed-claims.ts';
import type { ReceiptClaims } from './signed-claims.ts';
import type { Verdict } from './verdict.ts';
import { jwsVerifier } from './verify-jws.ts';
import type { PublicJwk } from './verify-jws.ts';
import { verifyLog } from './verify-log.ts';
import type { PublishedLog, VerifierTools } from './verify-log.ts';

const DEEDS: Deed[] = (
  [
    [1, 'auto', 4000],
    [2, 'auto', 900],
    [3, 'exact', 3000],
    [3, 'auto', 9000],
    [1, 'auto', 700],
  ] as const
).map(([who, kind, overKrw]) => ({ who, kind, overKrw, waitMs: 1000 }));

describe('verifying what was signed', () => {
  const signer = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
  const stranger = createSigner({ SIGNING_KEY: newSigningKey(), SIGNING_KEYS_OLD: [] });
  const played = playLog({}, DEEDS);
  const { published } = played;
  let keys: PublicJwk[];
  before(async () => {
    ({ keys } = await signer.jwks());
  });

  const headOf = (log: PublishedLog, seq: number, by: Signer = signer, given: object = {}) =>
    by.sign(HEAD_TYP, {
      ...{ iss: ISSUER, auctionId: PLAYED_AUCTION_ID, seq, hash: log.entries[seq]?.hash },
      ...{ atMs: 1_800_000_000_000, ...given },
    });
  const verify = (log: PublishedLog, more: Partial<VerifierTools> = {}) =>
    verifyLog(log, { sha256, verifyJws: jwsVerifier(keys), ...more });
  const reasonOf = (verdict: Verdict) => (verdict.verified ? null : verdict.fault.reason);

  describe('heads', () => {
    it('are counted, and what they do not reach is said', async () => {
      const none = await verify(published);
      expect(none).to.deep.include({ verified: true });
      expect(none.verified && none.notCheckable).to.include('NO_HEADS');
      const some = await verify({ ...published, heads: [await headOf(published, 2)] });
      expect(some.verified && some.checked.heads).to.equal(1);
      expect(some.verified && some.notCheckable).to.include.members(['UNSIGNED_END', 'KEPT_HEADS']);
      const last = await headOf(published, published.entries.length - 1);
      const all = await verify({ ...published, heads: [last] }, { keptHeads: [last] });
      expect(all.verified && all.checked.heads).to.equal(2);
      expect(all.verified && all.notCheckable).to.not.include.members(['UNSIGNED_END']);
      expect(all.verified && all.notCheckable).to.not.include.members(['KEPT_HEADS']);
    });

    it('give away a history that was written anew, even by whoever has the key', async () => {
      const kept = await headOf(published, 3);
      const anew = rewrittenBeyondDoubt(played);
      expect(reasonOf(await verify(anew))).to.equal(null);
      const signedAnew = { ...anew, heads: [await headOf(anew, 3)] };
      expect(reasonOf(await verify(signedAnew))).to.equal(null);
      const found = await verify(signedAnew, { keptHeads: [kept] });
      expect(found).to.deep.equal({
        verified: false,
        fault: { what: 'head', reason: 'HEAD_NOT_ON_CHAIN', seq: 3, index: 1 },
      });
    });

    it('are believed from nobody else, and for no other log', async () => {
      const wrong: [string, string][] = [
        ['HEAD_KEY_UNKNOWN', await headOf(published, 2, stranger)],
        ['HEAD_OF_OTHER_AUCTION', await headOf(published, 2, signer, { auctionId: 'other' })],
        ['HEAD_BEYOND_LOG', await headOf(published, 2, signer, { seq: 99 })],
        ['HEAD_NOT_ON_CHAIN', await headOf(published, 2, signer, { seq: 1 })],
        ['HEAD_FORGED', await headOf(published, 2, signer, { hash: 'x' })],
        ['HEAD_FORGED', `${await headOf(published, 2)}x`],
        ['HEAD_FORGED', await signer.sign(RECEIPT_TYP, { seq: 2 })],
      ];
      for (const [reason, jws] of wrong) {
        expect(reasonOf(await verify({ ...published, heads: [jws] })), reason).to.equal(reason);
      }
    });

    it('of other auctions are passed over in what somebody kept', async () => {
      const other = await headOf(published, 2, signer, { auctionId: 'other' });
      const verdict = await verify(published, { keptHeads: [other, await headOf(published, 1)] });
      expect(verdict.verified && verdict.checked.heads).to.equal(1);
    });

    it('are not looked at where there is no Ed25519, and that is said', async () => {
      const verifyJws = () => Promise.resolve({ outcome: 'unsupported' as const });
      const heads = [await headOf(published, 2)];
      const verdict = await verifyLog({ ...published, heads }, { sha256, verifyJws });
      expect(verdict.verified && verdict.notCheckable).to.include('SIGNATURES');
    });
  });

  describe('receipts', () => {
    const receiptOf = (id: string, given: Partial<ReceiptClaims> = {}) => {
      const told = played.answers.get(id);
      if (!told) throw new Error(`nobody was told ${id}`);
      const { answer, made } = told;
      const { bidId, seq, raise, priceKrw, acceptedAtMs, outcome, ownMaxKrw, alias } = answer;
      const claims: ReceiptClaims = {
        ...{ iss: ISSUER, auctionId: PLAYED_AUCTION_ID, bidId, seq, raise, kind: made.kind },
        ...{ ordinal: Number(alias.split(' ')[1]), amountKrw: ownMaxKrw, priceKrw },
        ...{ acceptedAtMs, outcome, ...given },
      };
      return signer.sign(RECEIPT_TYP, claims);
    };
    const linkOf = (seq: number) => {
      const link = played.links.find((one) => one.seq === seq);
      if (!link) throw new Error(`no entry ${seq}`);
      return link;
    };

    it('of every bid that there was agree with the log', async () => {
      const ids = [...played.answers.keys()];
      expect(ids).to.include('3-1');
      const receipts = await Promise.all(ids.map((id) => receiptOf(id)));
      const verdict = await verify(published, { receipts });
      expect(verdict.verified && verdict.checked.receipts).to.equal(ids.length);
      expect(verdict.verified && verdict.notCheckable).to.include('SEALED_RECEIPT');
    });

    const raisedKrw = played.answers.get('3-1')?.answer.ownMaxKrw ?? 0;

    it('open the own bid, so that the winner has the log replayed with the true maximum', async () => {
      const receipts = [
        await receiptOf('3-0', { nonce: String(linkOf(3).nonce) }),
        await receiptOf('3-1', {
          raises: { maximaKrw: [raisedKrw], nonce: linkOf(4).raisesNonce },
        }),
      ];
      const verdict = await verify(published, { receipts });
      expect(reasonOf(verdict)).to.equal(null);
      expect(verdict.verified && verdict.notCheckable).to.not.include('SEALED_RECEIPT');
      const other = await receiptOf('3-0', { nonce: '0'.repeat(32) });
      expect(reasonOf(await verify(published, { receipts: [other] }))).to.equal(
        'RECEIPT_COMMITMENT',
      );
      const more = await receiptOf('3-1', {
        raises: { maximaKrw: [raisedKrw, raisedKrw + 1], nonce: linkOf(4).raisesNonce },
      });
      expect(reasonOf(await verify(published, { receipts: [more] }))).to.equal(
        'RECEIPT_COMMITMENT',
      );
    });

    it('leave the winner no doubt about what others could be told', async () => {
      const nonceOf = (links: Played['links'], seq: number) => links.find((one) => one.seq === seq);
      const others = [
        // As if the winner had paid up to the own maximum, or had outbid more than that.
        { amountKrw: raisedKrw - 1000, priceKrw: raisedKrw - 1000 },
        { amountKrw: raisedKrw + 1000, priceKrw: raisedKrw + 1100 },
      ];
      for (const other of others) {
        const happened = structuredClone(played.happened);
        const [last, closing] = happened.slice(-2);
        if (last?.type !== 'bid' || closing?.type !== 'closed') throw new Error('not the end');
        Object.assign(last, { ...other, minimumKrw: other.priceKrw + 100 });
        closing.priceKrw = other.priceKrw;
        const { links } = chainPlayed(played.listing, happened);
        const told = publish(played.listing, links, happened, null);
        expect(reasonOf(await verify(told))).to.equal(null);
        const opened = { nonce: String(nonceOf(links, 3)?.nonce) };
        const raises = {
          maximaKrw: [raisedKrw],
          nonce: String(nonceOf(links, 4)?.raisesNonce),
        };
        const [first, raise] = [await receiptOf('3-0', opened), await receiptOf('3-1', { raises })];
        for (const receipts of [[first, raise], [raise]]) {
          expect(reasonOf(await verify(told, { receipts }))).to.be.oneOf(['PRICE', 'LEADER']);
        }
      }
    });

    it('bind the price from below, though the winner may have raised in silence since', async () => {
      const sale = playLog({}, [
        { who: 1, kind: 'auto', overKrw: 5000, waitMs: 1 },
        { who: 2, kind: 'auto', overKrw: 1000, waitMs: 1 },
      ]);
      const happened = structuredClone(sale.happened);
      const [, last, closing] = happened;
      if (last?.type !== 'bid' || closing?.type !== 'closed') throw new Error('not the end');
      Object.assign(last, { priceKrw: last.amountKrw, minimumKrw: last.amountKrw + 100 });
      closing.priceKrw = last.priceKrw;
      const { links } = chainPlayed(sale.listing, happened);
      const told = publish(sale.listing, links, happened, null);
      expect(reasonOf(await verify(told))).to.equal(null);
      const { answer } = sale.answers.get('1-0') ?? {};
      const claims = { auctionId: PLAYED_AUCTION_ID, kind: 'auto', amountKrw: answer?.ownMaxKrw };
      const opened = { ...claims, nonce: links[0]?.nonce, ordinal: 1 };
      const receipt = await signer.sign(RECEIPT_TYP, { iss: ISSUER, ...answer, ...opened });
      expect(reasonOf(await verify(told, { receipts: [receipt] }))).to.equal('PRICE');
    });

    it('give away a log that holds something else than the bidder was told', async () => {
      const changes: Partial<ReceiptClaims>[] = [
        ...[
          { priceKrw: 2101 },
          { acceptedAtMs: 1 },
          { ordinal: 3 },
          { outcome: 'leading' as const },
        ],
        ...[{ amountKrw: 1 }, { kind: 'exact' as const }, { seq: 1 }, { raise: 1 }],
      ];
      for (const change of changes) {
        const receipts = [await receiptOf('2-0', change)];
        expect(reasonOf(await verify(published, { receipts })), JSON.stringify(change)).to.equal(
          'RECEIPT_DIFFERS',
        );
      }
      const foreign = await receiptOf('3-1', { ordinal: 1 });
      expect(reasonOf(await verify(published, { receipts: [foreign] }))).to.equal(
        'RECEIPT_DIFFERS',
      );
      const wrong: [string, string][] = [
        ['RECEIPT_BEYOND_LOG', await receiptOf('2-0', { seq: 99 })],
        ['RECEIPT_OF_OTHER_AUCTION', await receiptOf('2-0', { auctionId: 'other' })],
        ['RECEIPT_FORGED', await receiptOf('2-0', { nonce: 'x' })],
        ['RECEIPT_FORGED', await headOf(published, 2)],
        ['RECEIPT_KEY_UNKNOWN', await stranger.sign(RECEIPT_TYP, {})],
      ];
      for (const [reason, jws] of wrong) {
        expect(reasonOf(await verify(published, { receipts: [jws] })), reason).to.equal(reason);
      }
    });

    it('of a bid that was dropped and everything chained anew give that away', async () => {
      const anew = rewrittenBeyondDoubt(played);
      const receipts = [await receiptOf('2-0')];
      expect(reasonOf(await verify(anew, { receipts }))).to.equal('RECEIPT_DIFFERS');
    });
  });
});

// As if the bid of the second bidder had never come: what is left follows by the rules.
function rewrittenBeyondDoubt({ listing }: Played): PublishedLog {
  const { happened } = playLog({}, DEEDS.toSpliced(1, 1));
  const { links } = chainPlayed(listing, happened);
  return publish(listing, links, happened, null);
}
