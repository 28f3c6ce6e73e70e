import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import { stepAt } from '@sagopalgo/core/rules/bid-steps.ts';
import { formatKrw, krwInWords } from '@sagopalgo/core/rules/won.ts';
import { standingOf } from '../../lib/shown-auction.ts';
import type { Wish } from './place-bid.ts';

/** From here on an amount is also told in words, so that a missing zero is heard. */
const LARGE_AMOUNT_KRW = 10_000_000;

/** What the field means: a price, a secret maximum, or a higher own maximum while one leads. */
export type Mode = 'exact' | 'auto' | 'raise';

/** What the bid box proposes: its button's own words say what pressing it will do. */
export interface NextStep extends Wish {
  /**
   * `ask` brings up the question that a yes must answer, `again` sends the very same bid, `confirm` says
   * yes to a suspicious amount, `log-in`, `look` and `prove` are links, `rest` is nothing.
   */
  does: 'bid' | 'ask' | 'again' | 'confirm' | 'log-in' | 'look' | 'prove' | 'rest';
  button: string;
  /** Under the amount; a fault there belongs to the amount. */
  hint?: string;
  hintIsFault?: boolean;
  /** The amount was lowered to what those may bid who have not proven anything. */
  isUnproven?: boolean;
  /** Above the form: a refusal that is not about typing. */
  notice?: string;
}

/** What the page knows of an auction at this moment. */
export interface Known {
  /** Null before the first bid. */
  priceKrw: number | null;
  /** The least that would be taken now from those who do not lead. */
  minimumKrw: number;
  /** The step in force, for quick amounts and proposals. */
  unitKrw: number;
  capKrw: number;
  /** One's own maximum while one leads, else null. */
  leadingMaxKrw: number | null;
  reserve: Auction['reserve'];
  /** On top of the price, in hundredths of a percent. */
  premiumBp: number;
}

/** What stands in the form. */
export interface Draft {
  mode: Mode;
  /** Null where the field was emptied. */
  amountKrw: number | null;
}

/** What a bidder goes by, from an auction that is open. */
export function knownOf(auction: Auction): Known {
  const { priceKrw, startKrw, steps, capKrw, reserve, premiumBp, me } = auction;
  const leads = me !== undefined && standingOf(auction, 'live') === 'leading';
  const leadingMaxKrw = leads ? me.ownMaxKrw : null;
  return {
    priceKrw,
    minimumKrw: auction.minimumKrw ?? priceKrw ?? startKrw,
    unitKrw: stepAt(steps, leadingMaxKrw ?? priceKrw ?? startKrw),
    capKrw,
    leadingMaxKrw,
    reserve,
    premiumBp,
  };
}

/** What is proposed before anybody has typed: the least, or one step above one's own maximum. */
export function proposedKrw({ minimumKrw, leadingMaxKrw, unitKrw, capKrw }: Known): number {
  return leadingMaxKrw === null ? minimumKrw : Math.min(leadingMaxKrw + unitKrw, capKrw);
}

/** The step where nothing has gone wrong yet. */
export function plainStep({ mode, amountKrw }: Draft, known: Known): NextStep {
  const { minimumKrw, capKrw, leadingMaxKrw } = known;
  if (leadingMaxKrw !== null && leadingMaxKrw >= capKrw) return highestAlready(capKrw);
  const wantedKrw = amountKrw ?? proposedKrw(known);
  if (wantedKrw > capKrw) return mended(mode, capKrw, capWords(capKrw));
  if (leadingMaxKrw !== null && wantedKrw <= leadingMaxKrw) {
    return mended(mode, proposedKrw(known), ownMaxWords(leadingMaxKrw));
  }
  if (leadingMaxKrw === null && wantedKrw < minimumKrw) {
    return mended(mode, minimumKrw, fromWords(minimumKrw));
  }
  const isLarge = amountKrw !== null && amountKrw >= LARGE_AMOUNT_KRW;
  const hint = plainHint(mode, known);
  return {
    ...wishIn(mode, wantedKrw),
    button: plainButton(mode, wantedKrw),
    hint: isLarge ? `${krwInWords(amountKrw)} · ${hint}` : hint,
  };
}

/** A step that proposes another amount than the one in the field, and why. */
export function mended(mode: Mode, amountKrw: number, why: string): NextStep {
  const krw = formatKrw(amountKrw);
  const button = mode === 'exact' ? `${krw}으로 고쳐 입찰` : `한도를 ${krw}으로 고치기`;
  return { ...wishIn(mode, amountKrw), button, hint: why, hintIsFault: true };
}

/** Why an amount above the cap cannot be. */
export function capWords(capKrw: number): string {
  return `이 경매는 ${formatKrw(capKrw)}까지 입찰할 수 있어요.`;
}

/** Why an own maximum cannot be lowered or set again. */
export function ownMaxWords(ownMaxKrw: number): string {
  return `지금 내 한도가 ${formatKrw(ownMaxKrw)}이에요. 더 높은 금액으로만 바꿀 수 있어요.`;
}

/** From which amount on bids are taken. */
export function fromWords(minimumKrw: number): string {
  return `${formatKrw(minimumKrw)}부터 입찰할 수 있어요.`;
}

/** Whoever leads at the cap has nothing left to raise. */
export function highestAlready(capKrw: number): NextStep {
  return {
    does: 'rest',
    kind: 'auto',
    amountKrw: capKrw,
    button: '더 올릴 한도가 없어요',
    hint: capWords(capKrw),
  };
}

// A maximum is binding and unseen, so that it is never sent without a question; a price is seen at once.
function wishIn(mode: Mode, amountKrw: number): Pick<NextStep, 'does' | 'kind' | 'amountKrw'> {
  return mode === 'exact'
    ? { does: 'bid', kind: 'exact', amountKrw }
    : { does: 'ask', kind: 'auto', amountKrw };
}

function plainButton(mode: Mode, amountKrw: number): string {
  const krw = formatKrw(amountKrw);
  switch (mode) {
    case 'exact':
      return `${krw}에 입찰하기`;
    case 'auto':
      return `${krw}까지 자동 입찰`;
    default:
      return `한도를 ${krw}으로`;
  }
}

function plainHint(mode: Mode, { minimumKrw, unitKrw, reserve }: Known): string {
  switch (mode) {
    case 'exact':
      return `최소 ${formatKrw(minimumKrw)} · 입찰 단위 ${formatKrw(unitKrw)}`;
    case 'auto':
      return `최소 ${formatKrw(minimumKrw)} · 한도는 나만 볼 수 있어요.`;
    default:
      return reserve === 'unmet'
        ? '한도는 나만 볼 수 있어요. 최저 낙찰가에 닿으면 현재가도 거기까지 올라요.'
        : '한도는 나만 볼 수 있어요. 올려도 현재가는 그대로예요.';
  }
}
