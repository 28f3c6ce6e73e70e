import type { NoticeKind } from './notice-kinds.ts';
import { formatKrw } from './won.ts';

const SEOUL = { timeZone: 'Asia/Seoul', hourCycle: 'h23' } as const;
const HOUR_MINUTE = { ...SEOUL, hour: '2-digit', minute: '2-digit' } as const;
const hourMinute = new Intl.DateTimeFormat('ko-KR', HOUR_MINUTE);
const moment = new Intl.DateTimeFormat('ko-KR', {
  ...HOUR_MINUTE,
  month: 'long',
  day: 'numeric',
});

/** What a notice says beside what it is about; which of them are there depends on its kind. */
export interface NoticeDetail {
  /** The price, or what has to be paid. */
  amountKrw?: number;
  /** The last moment to do something, in UTC milliseconds: to pay, to answer, to bid. */
  byMs?: number;
  /** Who of an order's parties is told. */
  role?: 'buyer' | 'seller';
  /** How an auction ended that somebody has lost. */
  outcome?: 'sold' | 'unsold' | 'cancelled';
  /** What became of a dispute. */
  step?: 'opened' | 'upheld' | 'settled' | 'released';
}

/** What a notice is made of. */
export interface NoticeFacts {
  kind: NoticeKind;
  auctionId: string | null;
  orderId: string | null;
  /** The auction's; null where it is no more. */
  title: string | null;
  /** How many things of its kind it stands for. */
  count: number;
  detail: NoticeDetail;
}

/** A notice as a person reads it: what happened, what it is about, and where the next step is done. */
export interface NoticeWords {
  heading: string;
  text: string;
  action: string;
  /** An address below the page's own origin. */
  path: string;
}

/** A notice in Korean, the same in the centre, in a mail and in a push. */
export function noticeWords(facts: NoticeFacts): NoticeWords {
  return WORDS[facts.kind](facts);
}

/** Where a mail or a push leads: to the next step, by an address that says which notice was followed. */
export function arrivalPath({ path }: Pick<NoticeWords, 'path'>, noticeId: string): string {
  const [place = '', anchor] = path.split('#');
  return `${place}?notice=${noticeId}${anchor === undefined ? '' : `#${anchor}`}`;
}

const WORDS: Record<NoticeKind, (facts: NoticeFacts) => NoticeWords> = {
  outbid: (facts) => ({
    heading: '다른 분이 더 높게 입찰했어요',
    text: `${about(facts)} · 지금 ${priceOf(facts)}이에요. 마감 전에 다시 입찰할 수 있어요.`,
    ...{ action: '다시 입찰하기', path: auctionPath(facts) },
  }),
  ending: (facts) => endingWords(facts),
  won: (facts) => ({
    heading: '낙찰받았어요',
    text: `${about(facts)} · ${priceOf(facts)}. ${momentOf(facts)}까지 결제해 주세요.`,
    ...{ action: '결제하기', path: payPath(facts) },
  }),
  lost: (facts) => ({
    heading: LOST[facts.detail.outcome ?? 'sold'],
    text: `${about(facts)} · ${lostText(facts)}`,
    ...{ action: '결과 보기', path: auctionPath(facts) },
  }),
  'pay-by': (facts) => ({
    heading: '결제 기한이 다가와요',
    text: `${about(facts)} · ${momentOf(facts)}까지 결제하지 않으면 주문이 취소돼요.`,
    ...{ action: '결제하기', path: payPath(facts) },
  }),
  paid: (facts) =>
    facts.detail.role === 'seller'
      ? {
          heading: '구매자가 결제했어요',
          text: `${about(facts)} · 물건을 보내고 송장 번호를 적어 주세요.`,
          ...{ action: '발송하기', path: orderPath(facts) },
        }
      : {
          heading: '결제가 끝났어요',
          text: `${about(facts)} · 판매자가 물건을 보내면 알려 드릴게요.`,
          ...{ action: '주문 보기', path: orderPath(facts) },
        },
  shipped: (facts) => ({
    heading: '판매자가 물건을 보냈어요',
    text: `${about(facts)} · 물건을 받으면 확인한 뒤 구매확정을 눌러 주세요.`,
    ...{ action: '배송 보기', path: orderPath(facts) },
  }),
  dispute: (facts) => ({
    heading: DISPUTES[facts.detail.step ?? 'opened'],
    text: `${about(facts)} · 자세한 내용은 주문에서 볼 수 있어요.`,
    ...{ action: '주문 보기', path: orderPath(facts) },
  }),
  question: (facts) => ({
    heading: '새 질문이 왔어요',
    text: `${about(facts)} · 구매를 고민하는 분이 답을 기다려요.`,
    ...{ action: '답하기', path: `${auctionPath(facts)}#questions` },
  }),
  answer: (facts) => ({
    heading: '질문에 답이 달렸어요',
    text: `${about(facts)} · 판매자가 답했어요.`,
    ...{ action: '답 보기', path: `${auctionPath(facts)}#questions` },
  }),
  'second-chance': (facts) => ({
    heading: '차순위로 살 기회가 왔어요',
    text: `${about(facts)} · ${priceOf(facts)}에 살 수 있어요. ${momentOf(facts)}까지 답해 주세요.`,
    ...{ action: '제안 보기', path: '/me/offers' },
  }),
};

const LOST = {
  sold: '아쉽게 낙찰받지 못했어요',
  unsold: '경매가 낙찰 없이 끝났어요',
  cancelled: '입찰한 경매가 취소됐어요',
} as const;

const DISPUTES = {
  opened: '분쟁이 접수됐어요',
  upheld: '분쟁이 환불로 끝났어요',
  settled: '분쟁이 일부 환불로 끝났어요',
  released: '분쟁이 환불 없이 끝났어요',
} as const;

function endingWords(facts: NoticeFacts): NoticeWords {
  const heading = '관심 경매가 곧 끝나요';
  if (facts.count > 1) {
    const others = `외 ${facts.count - 1}개`;
    const text = `${about(facts)} ${others} · ${clockOf(facts)}쯤 끝나요.`;
    return { heading, text, action: '관심 경매 보기', path: '/me/watchlist' };
  }
  const text = `${about(facts)} · ${clockOf(facts)}에 끝나요.`;
  return { heading, text, action: '경매 보기', path: auctionPath(facts) };
}

function lostText({ detail }: NoticeFacts): string {
  if (detail.outcome === 'cancelled') return '낙찰자 없이 끝났고, 내실 돈은 없어요.';
  if (detail.outcome === 'unsold') return '판매자가 정한 최저 판매가에 이르지 못했어요.';
  return detail.amountKrw === undefined
    ? '다른 분께 낙찰됐어요.'
    : `${formatKrw(detail.amountKrw)}에 다른 분께 낙찰됐어요.`;
}

function about({ title }: NoticeFacts): string {
  return title === null ? '지워진 경매' : `‘${title}’`;
}

function priceOf({ detail }: NoticeFacts): string {
  return formatKrw(detail.amountKrw ?? 0);
}

function momentOf({ detail }: NoticeFacts): string {
  return moment.format(detail.byMs ?? 0);
}

function clockOf({ detail }: NoticeFacts): string {
  return hourMinute.format(detail.byMs ?? 0);
}

function auctionPath({ auctionId }: NoticeFacts): string {
  return auctionId === null ? '/' : `/auctions/${auctionId}`;
}

function orderPath({ orderId }: NoticeFacts): string {
  return orderId === null ? '/me/wins' : `/orders/${orderId}`;
}

function payPath(facts: NoticeFacts): string {
  return facts.orderId === null ? orderPath(facts) : `${orderPath(facts)}/pay`;
}
