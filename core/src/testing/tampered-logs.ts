import type { Happening } from '../rules/log-chain.ts';
import type { PublishedEntry, PublishedLog } from '../rules/verify-log.ts';
import { sha256 } from './played-log.ts';
import type { Played } from './played-log.ts';

/** One published log changed in every way there is, at the entry that `pick` comes to. */
export function tamperings(log: PublishedLog, pick: number): [string, PublishedLog][] {
  const { entries } = log;
  const at = pick % entries.length;
  const one = entries[at];
  const other = entries[(at + 1) % entries.length];
  if (!one || !other) return [];
  const replaced = (given: Partial<PublishedEntry>) => ({
    ...log,
    entries: entries.with(at, { ...one, ...given }),
  });
  const digit = /[1-9](?=[,}\]])/g;
  const digits = [...one.canonical.matchAll(digit)];
  const spot = digits[pick % digits.length]?.index ?? 0;
  const number = one.canonical[spot] === '1' ? '2' : '1';
  const changed = one.canonical.slice(0, spot) + number + one.canonical.slice(spot + 1);
  const found: [string, PublishedLog][] = [
    ['a number', replaced({ canonical: changed })],
    ['a number and its hash', replaced({ canonical: changed, hash: sha256(changed) })],
    ['a space', replaced({ canonical: one.canonical.replace(',', ', ') })],
    ['a hash', replaced({ hash: sha256(one.hash) })],
    ['a dropped entry', { ...log, entries: entries.toSpliced(at, 1) }],
    ['a doubled entry', { ...log, entries: entries.toSpliced(at, 0, one) }],
    ['the end', { ...log, entries: entries.slice(0, -1) }],
    ['the outcome', { ...log, outcome: log.outcome === 'sold' ? 'unsold' : 'sold' }],
    ['a cancelling', { ...log, outcome: 'cancelled', overruling: 'e30.e30.e30' }],
    ['another auction', { ...log, auctionId: 'other' }],
    ['a reserve', { ...log, reserve: { reserveKrw: 1001, nonce: '0'.repeat(32) } }],
  ];
  if (entries.length > 2) {
    found.push(['the order', { ...log, entries: swapped(entries, at) }]);
  }
  if (log.reserve) found.push(['the reserve that was met', { ...log, reserve: null }]);
  if (one.bid) {
    const { maxKrw, nonce } = one.bid;
    found.push(
      ['a maximum', replaced({ bid: { ...one.bid, maxKrw: maxKrw + 1 } })],
      ['a kind', replaced({ bid: { ...one.bid, kind: 'buy-now' } })],
      ['a nonce', replaced({ bid: { ...one.bid, nonce: sha256(nonce).slice(0, 32) } })],
      ['an opening', replaced({ bid: null })],
    );
  }
  if (one.raises) {
    const { maximaKrw } = one.raises;
    found.push(
      ['a raise', replaced({ raises: { ...one.raises, maximaKrw: [...maximaKrw, 1] } })],
      ['raises', replaced({ raises: null })],
    );
  }
  return found;
}

function swapped(entries: readonly PublishedEntry[], at: number): PublishedEntry[] {
  const next = (at + 1) % entries.length;
  return entries.map((entry, index) => {
    if (index === at) return entries[next] ?? entry;
    return index === next ? (entries[at] ?? entry) : entry;
  });
}

/**
 * What a recorder could write in place of what happened, one thing that everybody saw at a time; moments
 * apart, which only the house's clock could tell, and what sealed amounts could explain.
 */
export function rewritings(
  { happened }: Played,
  pick: number,
): [string, (happened: Happening[]) => void][] {
  const visible = happened.flatMap((one, index) =>
    one.type === 'bid' && one.raise === 0 ? [index] : [],
  );
  const at = visible[pick % visible.length];
  const changeBid = (change: (bid: Extract<Happening, { type: 'bid' }>) => void) => {
    return (list: Happening[]) => {
      const bid = list[at ?? -1];
      if (bid?.type === 'bid') change(bid);
    };
  };
  const changeClosing = (change: (closing: Extract<Happening, { type: 'closed' }>) => void) => {
    return (list: Happening[]) => {
      const closing = list.at(-1);
      if (closing?.type === 'closed') change(closing);
    };
  };
  const closings: [string, (happened: Happening[]) => void][] = [
    ['its count', changeClosing((closing) => void (closing.bidCount += 1))],
    [
      'its price',
      changeClosing((closing) => void (closing.priceKrw = (closing.priceKrw ?? 0) + 1)),
    ],
    ['its closing', changeClosing((closing) => void (closing.closesAtMs -= 1))],
    [
      'its winner',
      changeClosing((closing) => void (closing.leaderOrdinal = (closing.leaderOrdinal ?? 0) + 1)),
    ],
    [
      'its outcome',
      changeClosing(
        (closing) => void (closing.outcome = closing.outcome === 'sold' ? 'unsold' : 'sold'),
      ),
    ],
  ];
  if (at === undefined) return closings;
  return [
    ...closings,
    ['price', changeBid((bid) => void (bid.priceKrw += 1))],
    ['lower price', changeBid((bid) => void (bid.priceKrw -= 1))],
    ['minimum', changeBid((bid) => void (bid.minimumKrw = (bid.minimumKrw ?? 1) + 1))],
    ['count', changeBid((bid) => void (bid.bidCount += 1))],
    ['bidder', changeBid((bid) => void (bid.ordinal += 7))],
    ['leader', changeBid((bid) => void (bid.leaderOrdinal += 20))],
    ['reserve', changeBid((bid) => void (bid.reserve = bid.reserve === 'none' ? 'unmet' : 'none'))],
    ['extended', changeBid((bid) => void (bid.extended = !bid.extended))],
    ['closing', changeBid((bid) => void (bid.closesAtMs += 1))],
    ['late', changeBid((bid) => void (bid.acceptedAtMs = bid.closesAtMs + 1))],
    ['early', changeBid((bid) => void (bid.acceptedAtMs = 5))],
  ];
}
