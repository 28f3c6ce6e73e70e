import { formatKrw, krwInWords } from '@sagopalgo/core/rules/won.ts';
import { formatCount } from '../../lib/format.ts';
import { mostWords, premiumWords, totalKrw, unpayableWords } from './bid-total.ts';
import type { Known } from './next-step.ts';
import type { Wish } from './place-bid.ts';

/** A maximum this many times the minimum may be a slip of the hand. */
const UNUSUAL_TIMES = 3;

/** What must be answered by a yes before a bid is sent that cannot be seen, or cannot be outbid. */
export interface Question {
  title: string;
  amountKrw: number;
  inWords: string;
  /** What a yes means, a sentence or two each. */
  meaning: readonly string[];
  yes: string;
  no: string;
}

/** The question about a secret maximum or a purchase at once. */
export function questionOf({ kind, amountKrw }: Wish, known: Known): Question {
  const asked = { amountKrw, inWords: krwInWords(amountKrw) };
  const krw = formatKrw(amountKrw);
  const tooMuch = unpayableWords(amountKrw, known.premiumBp);
  const tooMuchWords = tooMuch === null ? [] : [tooMuch];
  if (kind === 'buy-now') {
    return {
      ...asked,
      title: '이 금액에 바로 살까요?',
      meaning: [
        '누르는 즉시 이 금액에 낙찰되고 경매가 끝나요. 취소할 수 없어요.',
        ...(known.premiumBp > 0 ? [buyNowTotal(amountKrw, known.premiumBp)] : []),
        ...tooMuchWords,
      ],
      yes: `네, ${krw}에 즉시 구매`,
      no: '그만두기',
    };
  }
  const { leadingMaxKrw } = known;
  const isRaise = leadingMaxKrw !== null;
  return {
    ...asked,
    title: isRaise ? '내 한도를 이만큼 올릴까요?' : '이 한도로 자동 입찰할까요?',
    meaning: [
      ...(isRaise ? [raiseWords(leadingMaxKrw, known)] : []),
      '다른 사람이 올려도 이 금액까지 자동으로 한 단계씩 앞서요. 한도는 아무에게도 보이지 않아요.',
      ...(known.reserve === 'unmet' ? [RESERVE_WORDS] : []),
      `${mostWords(amountKrw, known.premiumBp)} 입찰은 취소할 수 없어요.`,
      ...unusualWords(amountKrw, known.minimumKrw),
      ...tooMuchWords,
    ],
    yes: isRaise ? `네, 한도를 ${krw}으로` : `네, ${krw}까지 자동 입찰`,
    no: '고치기',
  };
}

const RESERVE_WORDS =
  '한도가 숨은 최저 낙찰가에 닿으면 현재가가 바로 최저 낙찰가가 되고, 모두에게 보여요.';

function buyNowTotal(amountKrw: number, premiumBp: number): string {
  return `${premiumWords(premiumBp)} 더해 ${formatKrw(totalKrw(amountKrw, premiumBp))}을 결제해요.`;
}

function raiseWords(leadingMaxKrw: number, { reserve }: Known): string {
  const from = `지금 ${formatKrw(leadingMaxKrw)}인 내 한도를 올려요.`;
  return reserve === 'unmet' ? from : `${from} 현재가는 그대로예요.`;
}

function unusualWords(amountKrw: number, minimumKrw: number): string[] {
  const times = Math.floor(amountKrw / minimumKrw);
  return times > UNUSUAL_TIMES ? [`지금 최소 금액의 ${formatCount(times)}배예요.`] : [];
}
