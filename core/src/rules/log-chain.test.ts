import { expect } from 'chai';
import { chainPlayed, newNonce, playLog, sha256 } from '../testing/played-log.ts';
import type { Deed } from '../testing/played-log.ts';
import { canonicalJson } from './canonical-json.ts';
import { commitBid, commitRaises, commitReserve } from './commitments.ts';
import { canonicalEntry, chainHash, chainOn } from './log-chain.ts';
import type { Happening, ListingEntry } from './log-chain.ts';
import { readChainEntry } from './read-entry.ts';
import { webSha256 } from './web-sha256.ts';

const LISTING: ListingEntry = {
  ...{ type: 'listing', seq: 0, auctionId: 'a1', startKrw: 1000, steps: [[0, 100]] },
  ...{ capKrw: 1_000_000_000_000, buyNowKrw: null, reserveCommitment: null, extension: 'auto' },
  ...{ opensAtMs: 1_800_000_000_000, closesAtMs: 1_800_003_600_000 },
};
const BID: Extract<Happening, { type: 'bid' }> = {
  ...{ type: 'bid', seq: 1, raise: 0, kind: 'auto', amountKrw: 5000, ordinal: 1, leaderOrdinal: 1 },
  ...{ priceKrw: 1000, minimumKrw: 1100, bidCount: 1, reserve: 'none', extended: false },
  ...{ acceptedAtMs: 1_800_000_000_500, closesAtMs: 1_800_003_600_000 },
};
const CLOSED: Extract<Happening, { type: 'closed' }> = {
  ...{ type: 'closed', seq: 2, raise: 0, outcome: 'sold', priceKrw: 1000, leaderOrdinal: 1 },
  ...{ bidCount: 1, atMs: 1_800_003_600_020, closesAtMs: 1_800_003_600_000 },
};

/** Nonces that everybody can write down, in their order. */
function countedNonces(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return count.toString(16).padStart(32, '0');
  };
}

describe('the canonical text', () => {
  it('is one for each value: sorted names, no spaces, whole numbers', () => {
    const value = { b: [1, null, true], a: '"입찰"\n', ab: {}, A: 1_000_000_000_000_000 };
    const text = '{"A":1000000000000000,"a":"\\"입찰\\"\\n","ab":{},"b":[1,null,true]}';
    expect(canonicalJson(value)).to.equal(text);
    expect(JSON.parse(text)).to.deep.equal(value);
  });

  it('is refused where two writers could differ', () => {
    for (const value of [0.5, -0, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '\ud800']) {
      expect(() => canonicalJson(value), String(value)).to.throw(RangeError);
    }
  });
});

describe('the chained log', () => {
  it('is to the letter what anybody can compute by hand', () => {
    const canonical = canonicalEntry(LISTING);
    expect(canonical).to.equal(
      '{"auctionId":"a1","buyNowKrw":null,"capKrw":1000000000000,"closesAtMs":1800003600000,' +
        '"extension":"auto","opensAtMs":1800000000000,"reserveCommitment":null,"seq":0,' +
        '"startKrw":1000,"steps":[[0,100]],"type":"listing"}',
    );
    const start = { auctionId: 'a1', hash: sha256(canonical), raisesKrw: [], moves: [] };
    const raise: Happening = { ...BID, raise: 1, amountKrw: 7000 };
    const move: Happening = {
      ...{ type: 'extended', seq: 1, raise: 2, reason: 'operator' },
      ...{ atMs: 1_800_000_001_000, closesAtMs: 1_800_003_600_000 },
    };
    const tools = { sha256, nonce: countedNonces() };
    const { links, tip } = chainOn(start, [BID, raise, move, CLOSED], tools);
    const nonces = [1, 2, 3].map((count) => String(count).padStart(32, '0'));
    const commitment = sha256(
      `{"auctionId":"a1","commits":"bid","kind":"auto","maxKrw":5000,"nonce":"${nonces[1]}","seq":1}`,
    );
    const noRaises = sha256(
      `{"auctionId":"a1","commits":"raises","maximaKrw":[],"nonce":"${nonces[0]}","seq":1}`,
    );
    const first =
      '{"acceptedAtMs":1800000000500,"bidCount":1,"closesAtMs":1800003600000,' +
      `"commitment":"${commitment}","extended":false,"leaderOrdinal":1,"minimumKrw":1100,` +
      `"moves":[],"ordinal":1,"priceKrw":1000,"raises":"${noRaises}","reserve":"none",` +
      '"seq":1,"type":"bid"}';
    const raises = sha256(
      `{"auctionId":"a1","commits":"raises","maximaKrw":[7000],"nonce":"${nonces[2]}","seq":2}`,
    );
    const last =
      '{"atMs":1800003600020,"bidCount":1,"closesAtMs":1800003600000,"leaderOrdinal":1,' +
      '"moves":[{"atMs":1800000001000,"closesAtMs":1800003600000,"reason":"operator"}],' +
      `"outcome":"sold","priceKrw":1000,"raises":"${raises}","seq":2,"type":"closed"}`;
    const hash = sha256(sha256(canonical) + first);
    expect(links).to.deep.equal([
      { seq: 1, canonical: first, hash, raisesNonce: nonces[0], nonce: nonces[1] },
      { seq: 2, canonical: last, hash: sha256(hash + last), raisesNonce: nonces[2], nonce: null },
    ]);
    expect(tip).to.deep.equal({ ...start, hash: sha256(hash + last) });
  });

  it('is the same however it comes in pieces', () => {
    const deeds: Deed[] = [
      { who: 1, kind: 'auto', overKrw: 900, waitMs: 5 },
      { who: 1, kind: 'auto', overKrw: 900, waitMs: 5 },
      { who: 1, kind: 'move', overKrw: 900, waitMs: 5 },
      { who: 2, kind: 'exact', overKrw: 0, waitMs: 5 },
      { who: 1, kind: 'auto', overKrw: 10, waitMs: 5 },
    ];
    const { happened, listing } = playLog({}, deeds);
    const start = chainOn(
      { auctionId: listing.auctionId, hash: sha256(''), raisesKrw: [], moves: [] },
      [],
      { sha256, nonce: newNonce },
    ).tip;
    const whole = chainOn(start, happened, { sha256, nonce: countedNonces() });
    const tools = { sha256, nonce: countedNonces() };
    let tip = start;
    const links = happened.flatMap((one) => {
      const piece = chainOn(tip, [one], tools);
      ({ tip } = piece);
      return piece.links;
    });
    expect(links).to.deep.equal(whole.links);
  });

  it('moves for nothing that has no seq of its own, and looks the same with and without it', () => {
    const quiet: Deed[] = [{ who: 1, kind: 'auto', overKrw: 900, waitMs: 5 }];
    const raised: Deed[] = [...quiet, { who: 1, kind: 'auto', overKrw: 100, waitMs: 5 }];
    const one = playLog({}, quiet);
    const other = playLog({}, raised);
    expect(other.happened).to.have.length(one.happened.length + 1);
    expect(other.links).to.have.length(one.links.length);
    const start = { auctionId: 'a1', hash: sha256(''), raisesKrw: [], moves: [] };
    const tools = { sha256, nonce: newNonce };
    const before = chainOn(start, other.happened.slice(0, 1), tools);
    const after = chainOn(before.tip, other.happened.slice(1, 2), tools);
    expect(after.links).to.deep.equal([]);
    expect(after.tip.hash).to.equal(before.tip.hash);
    const shapeOf = (canonical: string | undefined) =>
      Object.entries(JSON.parse(canonical ?? '') as Record<string, unknown>).map(
        ([name, value]) => [name, typeof value === 'string' ? value.length : typeof value],
      );
    expect(shapeOf(other.links[1]?.canonical)).to.deep.equal(shapeOf(one.links[1]?.canonical));
  });

  it('never commits twice to the same text', () => {
    const { listing, happened } = playLog({}, [{ who: 1, kind: 'auto', overKrw: 900, waitMs: 5 }]);
    const [one, other] = [chainPlayed(listing, happened), chainPlayed(listing, happened)];
    expect(one.listing).to.deep.equal(other.listing);
    expect(one.links[0]?.hash).to.not.equal(other.links[0]?.hash);
  });

  it('is hashed alike by Node and by a browser', async () => {
    for (const text of ['', 'abc', canonicalEntry(LISTING), '입찰자 1']) {
      expect(await webSha256(text)).to.equal(sha256(text));
    }
    expect(await chainHash(webSha256, null, 'abc')).to.equal(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('commitments', () => {
  it('are bound to their auction, place, kind and nonce', () => {
    const place = { auctionId: 'a1', seq: 1 };
    const nonce = '0'.repeat(32);
    const opening = { kind: 'auto', maxKrw: 5000, nonce } as const;
    const all = [
      commitBid(sha256, place, opening),
      commitBid(sha256, { ...place, seq: 2 }, opening),
      commitBid(sha256, { ...place, auctionId: 'a2' }, opening),
      commitBid(sha256, place, { ...opening, kind: 'exact' }),
      commitBid(sha256, place, { ...opening, maxKrw: 5001 }),
      commitBid(sha256, place, { ...opening, nonce: '1'.repeat(32) }),
      commitRaises(sha256, place, { maximaKrw: [5000], nonce }),
      commitRaises(sha256, place, { maximaKrw: [], nonce }),
      commitReserve(sha256, 'a1', { reserveKrw: 5000, nonce }),
      commitReserve(sha256, 'a2', { reserveKrw: 5000, nonce }),
    ];
    expect(new Set(all).size).to.equal(all.length);
  });
});

describe('reading an entry', () => {
  const text = canonicalEntry(LISTING);

  it('gives back what was written', () => {
    expect(readChainEntry(text)).to.deep.equal(LISTING);
    for (const { canonical } of chainPlayed(LISTING, [BID, CLOSED]).links) {
      expect(readChainEntry(canonical)).to.include({ seq: JSON.parse(canonical).seq });
    }
  });

  it('takes no text but the canonical one, nothing missing, nothing beside', () => {
    const changed = (change: object) => canonicalJson({ ...JSON.parse(text), ...change });
    for (const wrong of [
      ...[
        '',
        '{}',
        'null',
        '[]',
        `${text} `,
        text.replace(':', ': '),
        text.replace('}', ',"a":1}'),
      ],
      text.replace('"seq":0', '"seq":0,"seq":0'),
      text.replace('1000,', '1e3,'),
      text.replace('"startKrw":1000,', ''),
      changed({ more: 1 }),
      changed({ type: 'bid' }),
      changed({ startKrw: 0 }),
      changed({ startKrw: '1000' }),
      changed({ steps: [[1, 100]] }),
      changed({ steps: [] }),
      changed({ steps: [[0, 100, 1]] }),
      changed({ reserveCommitment: 'A'.repeat(64) }),
      changed({ seq: 1 }),
    ]) {
      expect(readChainEntry(wrong), wrong).to.equal(null);
    }
  });
});
