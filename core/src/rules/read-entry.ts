import { faultInSteps } from './bid-steps.ts';
import type { BidSteps } from './bid-steps.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Canonical } from './canonical-json.ts';
import type { ChainEntry } from './log-chain.ts';
import { hasExactly, isAmountKrw, isBoolean, isHash, isId } from './shapes.ts';
import { isListOf, isNullOr, isOneOf, isWhole } from './shapes.ts';
import type { Check } from './shapes.ts';

const isPair: Check = (value) => isListOf(isWhole)(value) && (value as unknown[]).length === 2;
const isStepTable: Check = (value) =>
  isListOf(isPair)(value) && faultInSteps(value as BidSteps) === null;

const isMove = hasExactly({
  atMs: isWhole,
  closesAtMs: isWhole,
  reason: isOneOf('outage', 'operator'),
});

const sealed = { seq: isAmountKrw, raises: isHash, moves: isListOf(isMove) };

const FORMS: Readonly<Record<ChainEntry['type'], Check>> = {
  listing: hasExactly({
    type: isOneOf('listing'),
    seq: isOneOf(0),
    auctionId: isId,
    startKrw: isAmountKrw,
    steps: isStepTable,
    capKrw: isAmountKrw,
    buyNowKrw: isNullOr(isAmountKrw),
    reserveCommitment: isNullOr(isHash),
    extension: isOneOf('none', 'auto'),
    opensAtMs: isWhole,
    closesAtMs: isWhole,
  }),
  bid: hasExactly({
    type: isOneOf('bid'),
    ...sealed,
    ordinal: isAmountKrw,
    leaderOrdinal: isAmountKrw,
    priceKrw: isAmountKrw,
    minimumKrw: isNullOr(isAmountKrw),
    bidCount: isAmountKrw,
    reserve: isOneOf('none', 'unmet', 'met'),
    acceptedAtMs: isWhole,
    closesAtMs: isWhole,
    extended: isBoolean,
    commitment: isHash,
  }),
  closed: hasExactly({
    type: isOneOf('closed'),
    ...sealed,
    outcome: isOneOf('sold', 'unsold', 'cancelled'),
    priceKrw: isNullOr(isAmountKrw),
    leaderOrdinal: isNullOr(isAmountKrw),
    bidCount: isWhole,
    atMs: isWhole,
    closesAtMs: isWhole,
  }),
};

/** The entry that a text is; null when it is none, or is written in another way than the canonical one. */
export function readChainEntry(canonical: string): ChainEntry | null {
  const value = valueOf(canonical);
  const { type } = (value ?? {}) as { type?: unknown };
  if (type !== 'listing' && type !== 'bid' && type !== 'closed') return null;
  return FORMS[type](value) ? (value as ChainEntry) : null;
}

function valueOf(text: string): unknown {
  try {
    const value = JSON.parse(text) as Canonical;
    return canonicalJson(value) === text ? value : null;
  } catch {
    return null;
  }
}
