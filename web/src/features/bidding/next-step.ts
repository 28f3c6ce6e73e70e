import { formatKrw, krwInWords } from '@sagopalgo/core/rules/won.ts';
import type { ApiRefusal } from '../../lib/api-refusal.ts';
import { formatCount, formatLeft } from '../../lib/format.ts';

/** From here on an amount is also told in words, so that a missing zero is heard. */
const LARGE_AMOUNT_KRW = 10_000_000;

/** What the bid box proposes: its button's own words say what pressing it will do. */
export interface NextStep {
  /** `again` sends the very same bid, `confirm` says yes to its amount, `log-in` and `look` are links. */
  does: 'bid' | 'again' | 'confirm' | 'log-in' | 'look';
  amountKrw: number;
  button: string;
  /** Under the amount; a fault there belongs to the amount. */
  hint?: string;
  hintIsFault?: boolean;
  /** Above the form: a refusal that is not about typing. */
  notice?: string;
}

/** What the page knows of an auction at this moment. */
export interface Known {
  /** Null before the first bid. */
  priceKrw: number | null;
  /** The least that would be taken now; null when nobody can bid higher. */
  minimumKrw: number | null;
}

/** The step after a refusal of a bid of `amountKrw`. */
export function stepAfterRefusal(refusal: ApiRefusal, amountKrw: number, known: Known): NextStep {
  switch (refusal.code) {
    case 'BID_TOO_LOW':
      return overtaken(refusal, known);
    case 'BID_TOO_HIGH':
      return lowered(refusal, amountKrw);
    case 'CONFIRM_LARGE_BID':
      return confirmation(refusal, amountKrw, known.minimumKrw);
    case 'AUCTION_CLOSED':
      return { does: 'look', amountKrw, button: '진행 중인 경매 보기', notice: lateness(refusal) };
    case 'AUCTION_NOT_FOUND':
      return { does: 'look', amountKrw, button: '진행 중인 경매 보기', notice: refusal.message };
    case 'AUCTION_NOT_OPEN':
      return bidAgain(amountKrw, earliness(refusal));
    case 'UNAUTHENTICATED':
    case 'SESSION_ENDED':
      return { does: 'log-in', amountKrw, button: '로그인하고 입찰하기', notice: refusal.message };
    case 'NETWORK':
    case 'UNAVAILABLE':
      return {
        does: 'again',
        amountKrw,
        button: `${formatKrw(amountKrw)} 입찰 다시 보내기`,
        notice: '입찰 결과를 확인하지 못했어요. 다시 보내도 두 번 입찰되지 않아요.',
      };
    default:
      return bidAgain(amountKrw, refusal.message);
  }
}

/** The step where nothing has gone wrong yet. */
export function plainStep(amountKrw: number | null, minimumKrw: number, unitKrw: number): NextStep {
  const least = `최소 ${formatKrw(minimumKrw)} · 입찰 단위 ${formatKrw(unitKrw)}`;
  const isLarge = amountKrw !== null && amountKrw >= LARGE_AMOUNT_KRW;
  const hint = isLarge ? `${krwInWords(amountKrw)} · ${least}` : least;
  if (amountKrw === null) {
    return {
      does: 'bid',
      amountKrw: minimumKrw,
      button: `${formatKrw(minimumKrw)}에 입찰하기`,
      hint,
    };
  }
  if (amountKrw < minimumKrw) {
    return raised(minimumKrw, '');
  }
  return { does: 'bid', amountKrw, button: `${formatKrw(amountKrw)}에 입찰하기`, hint };
}

function overtaken(refusal: ApiRefusal, known: Known): NextStep {
  const refusedAtKrw = refusal.amountIn('minimumKrw') ?? 0;
  const seenKrw = known.minimumKrw ?? 0;
  // The refusal may be here before the event of the bid that caused it.
  const priceIsKnown = known.priceKrw !== null && seenKrw >= refusedAtKrw;
  const what = priceIsKnown ? `${formatKrw(known.priceKrw ?? 0)} 입찰이` : '더 높은 입찰이';
  return raised(Math.max(refusedAtKrw, seenKrw), `방금 ${what} 있었어요. `);
}

function raised(minimumKrw: number, why: string): NextStep {
  return {
    does: 'bid',
    amountKrw: minimumKrw,
    button: `${formatKrw(minimumKrw)}으로 고쳐 입찰`,
    hint: `${why}${formatKrw(minimumKrw)}부터 입찰할 수 있어요.`,
    hintIsFault: true,
  };
}

function lowered(refusal: ApiRefusal, amountKrw: number): NextStep {
  const capKrw = refusal.amountIn('capKrw');
  if (capKrw === null) return bidAgain(amountKrw, refusal.message);
  return {
    does: 'bid',
    amountKrw: capKrw,
    button: `${formatKrw(capKrw)}으로 고쳐 입찰`,
    hint: `이 경매는 ${formatKrw(capKrw)}까지 입찰할 수 있어요.`,
    hintIsFault: true,
  };
}

function confirmation(refusal: ApiRefusal, amountKrw: number, minimumKrw: number | null): NextStep {
  const leastKrw = refusal.amountIn('minimumKrw') ?? minimumKrw;
  const times = leastKrw
    ? ` 최소 금액의 ${formatCount(Math.floor(amountKrw / leastKrw))}배예요.`
    : '';
  return {
    does: 'confirm',
    amountKrw,
    button: '네, 이 금액으로 입찰',
    notice: `${formatKrw(amountKrw)}, ${krwInWords(amountKrw)}이 맞나요?${times}`,
    ...(leastKrw && { hint: `최소 ${formatKrw(leastKrw)}` }),
  };
}

function bidAgain(amountKrw: number, notice: string): NextStep {
  return { does: 'bid', amountKrw, button: `${formatKrw(amountKrw)}에 다시 입찰`, notice };
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
