import { formatKrw, krwInWords } from '@sagopalgo/core/rules/won.ts';
import type { ApiRefusal } from '../../lib/api-refusal.ts';
import { blockWords } from '../../lib/block-words.ts';
import { formatCount, formatLeft } from '../../lib/format.ts';
import type { Draft, Known, NextStep } from './next-step.ts';
import { capWords, fromWords, highestAlready } from './next-step.ts';
import { mended, ownMaxWords, plainStep, proposedKrw } from './next-step.ts';
import type { Wish } from './place-bid.ts';

/** The step after `wish` was refused; `draft` is what stands in the form. */
export function stepAfterRefusal(
  refusal: ApiRefusal,
  wish: Wish,
  draft: Draft,
  known: Known,
): NextStep {
  switch (refusal.code) {
    case 'BID_TOO_LOW':
      return overtaken(refusal, wish, known);
    case 'BID_TOO_HIGH':
      return lowered(refusal, wish);
    case 'CONFIRM_LARGE_BID':
      return confirmation(refusal, wish, known.minimumKrw);
    case 'ALREADY_LEADING':
      return leadsAlready(refusal, wish, draft, known);
    case 'NOT_ABOVE_OWN_MAX':
      return notAbove(refusal, wish, known);
    case 'BUY_NOW_GONE':
      return { ...plainStep(draft, known), notice: refusal.message };
    case 'BID_ID_REUSED':
      return anew(wish, refusal.message);
    case 'AUCTION_CLOSED':
      return lookElsewhere(wish, lateness(refusal));
    case 'AUCTION_NOT_OPEN':
      return sendAgain(wish, earliness(refusal));
    case 'UNAUTHENTICATED':
    case 'SESSION_ENDED':
      return {
        ...wish,
        does: 'log-in',
        button: '로그인하고 입찰하기',
        notice: refusal.message,
      };
    default:
      return afterAnyRefusal(refusal, wish, known);
  }
}

// What cannot be mended here, and what is worth the very same bid once more.
function afterAnyRefusal(refusal: ApiRefusal, wish: Wish, known: Known): NextStep {
  switch (refusal.code) {
    case 'BIDDING_BLOCKED':
      return lookElsewhere(wish, blocked(refusal));
    case 'NOT_PROVEN':
      return unproven(refusal, wish, known);
    case 'AUCTION_NOT_FOUND':
    case 'AUCTION_INTERRUPTED':
    case 'OWN_AUCTION':
    case 'FORBIDDEN':
      return lookElsewhere(wish, refusal.message);
    case 'NETWORK':
    case 'UNAVAILABLE':
    case 'INTERNAL':
      return sendAgain(wish, '입찰 결과를 확인하지 못했어요. 다시 보내도 두 번 입찰되지 않아요.');
    case 'RATE_LIMITED':
      return sendAgain(wish, refusal.message);
    default:
      return anew(wish, refusal.message);
  }
}

function overtaken(refusal: ApiRefusal, wish: Wish, known: Known): NextStep {
  const refusedAtKrw = refusal.amountIn('minimumKrw') ?? 0;
  // The refusal may be here before the event of the bid that caused it.
  const priceIsKnown = known.priceKrw !== null && known.minimumKrw >= refusedAtKrw;
  const what = priceIsKnown ? `${formatKrw(known.priceKrw ?? 0)} 입찰이` : '더 높은 입찰이';
  const minimumKrw = Math.max(refusedAtKrw, known.minimumKrw);
  return mended(modeOf(wish), minimumKrw, `방금 ${what} 있었어요. ${fromWords(minimumKrw)}`);
}

function lowered(refusal: ApiRefusal, wish: Wish): NextStep {
  const capKrw = refusal.amountIn('capKrw');
  if (capKrw === null || wish.kind === 'buy-now') return anew(wish, refusal.message);
  return mended(modeOf(wish), capKrw, capWords(capKrw));
}

function confirmation(refusal: ApiRefusal, wish: Wish, minimumKrw: number): NextStep {
  const { amountKrw } = wish;
  const leastKrw = refusal.amountIn('minimumKrw') ?? minimumKrw;
  const times = formatCount(Math.floor(amountKrw / leastKrw));
  return {
    ...wish,
    does: 'confirm',
    button: '네, 이 금액으로 입찰',
    notice: `${formatKrw(amountKrw)}, ${krwInWords(amountKrw)}이 맞나요? 최소 금액의 ${times}배예요.`,
    hint: `최소 ${formatKrw(leastKrw)}`,
  };
}

/** Until the page has read that one leads, there is nothing it could offer. */
function leadsAlready(refusal: ApiRefusal, wish: Wish, draft: Draft, known: Known): NextStep {
  if (known.leadingMaxKrw === null) {
    return { ...wish, does: 'rest', button: '지금 최고 입찰 중이에요', notice: refusal.message };
  }
  return { ...plainStep({ ...draft, mode: 'raise' }, known), notice: refusal.message };
}

function notAbove(refusal: ApiRefusal, wish: Wish, known: Known): NextStep {
  const ownMaxKrw = refusal.amountIn('ownMaxKrw') ?? known.leadingMaxKrw;
  if (ownMaxKrw === null) return anew(wish, refusal.message);
  if (ownMaxKrw >= known.capKrw) return highestAlready(known.capKrw);
  const proposal = proposedKrw({ ...known, leadingMaxKrw: ownMaxKrw });
  return mended('raise', proposal, ownMaxWords(ownMaxKrw));
}

/** A new decision: the kinds that are always asked about are asked about again. */
function anew(wish: Wish, notice: string): NextStep {
  const krw = formatKrw(wish.amountKrw);
  switch (wish.kind) {
    case 'exact':
      return { ...wish, does: 'bid', button: `${krw}에 다시 입찰`, notice };
    case 'auto':
      return { ...wish, does: 'ask', button: `${krw}까지 다시 자동 입찰`, notice };
    default:
      return { ...wish, does: 'ask', button: `${krw}에 다시 즉시 구매`, notice };
  }
}

/** The same decision once more, under the same `bidId`: it was said yes to already. */
function sendAgain(wish: Wish, notice: string): NextStep {
  const krw = formatKrw(wish.amountKrw);
  const button = {
    exact: `${krw} 입찰 다시 보내기`,
    auto: `${krw} 한도 다시 보내기`,
    'buy-now': `${krw} 구매 다시 보내기`,
  }[wish.kind];
  return { ...wish, does: 'again', button, notice };
}

function lookElsewhere(wish: Wish, notice: string): NextStep {
  return { ...wish, does: 'look', button: '진행 중인 경매 보기', notice };
}

function blocked(refusal: ApiRefusal): string {
  const untilMs = refusal.amountIn('untilMs');
  return untilMs === null ? refusal.message : blockWords(untilMs);
}

/** Up to the operators' amount everybody may bid, if the price has not passed it. */
function unproven(refusal: ApiRefusal, wish: Wish, known: Known): NextStep {
  const aboveKrw = refusal.amountIn('provenAboveKrw');
  if (aboveKrw === null || wish.kind === 'buy-now' || aboveKrw < proposedKrw(known)) {
    return { ...wish, does: 'prove', button: '이메일 확인하러 가기', notice: refusal.message };
  }
  const why = `${formatKrw(aboveKrw)}을 넘는 금액은 이메일을 확인하고 결제해 본 분만 입찰할 수 있어요.`;
  return { ...mended(modeOf(wish), aboveKrw, why), isUnproven: true };
}

function modeOf({ kind }: Wish): 'exact' | 'auto' {
  return kind === 'auto' ? 'auto' : 'exact';
}

function lateness(refusal: ApiRefusal): string {
  const lateByMs = refusal.amountIn('lateByMs');
  if (lateByMs === null) return refusal.message;
  if (lateByMs === 0) return '마감되는 순간에 도착해서 인정되지 않았어요.';
  const late = lateByMs < 60_000 ? `${(lateByMs / 1000).toFixed(3)}초` : formatLeft(lateByMs);
  return `마감 ${late} 뒤에 도착해서 인정되지 않았어요.`;
}

function earliness(refusal: ApiRefusal): string {
  const opensInMs = refusal.amountIn('opensInMs');
  if (opensInMs === null) return refusal.message;
  const left = opensInMs < 60_000 ? `${Math.ceil(opensInMs / 1000)}초` : formatLeft(opensInMs);
  return `아직 열리지 않았어요. ${left} 뒤에 입찰할 수 있어요.`;
}
