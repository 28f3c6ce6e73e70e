import type {
  Checked,
  Fault,
  FaultReason,
  NotCheckable,
  Overruled,
} from '@sagopalgo/core/rules/verdict.ts';
import { formatCount, formatMoment } from '../../lib/format.ts';

const REASONS: Readonly<Record<FaultReason, string>> = {
  UNREADABLE: '기록의 형식이 아니에요.',
  OUT_OF_ORDER: '앞에 빠지거나 순서가 바뀐 기록이 있어요.',
  NO_LISTING: '등록 기록으로 시작하지 않아요.',
  NOT_CLOSED: '마감 기록으로 끝나지 않아요.',
  AFTER_CLOSING: '마감 뒤에 기록이 더 있어요.',
  OTHER_AUCTION: '다른 경매의 기록이에요.',
  HASH: '사슬에 이어졌던 내용과 달라요. 나중에 바뀐 거예요.',
  NOT_OPENED: '공개해야 할 금액이 공개되지 않았어요.',
  COMMITMENT: '공개된 금액이 입찰할 때 봉인한 금액과 달라요.',
  HEAD_FORGED: '사고팔고의 올바른 서명이 아니에요.',
  HEAD_KEY_UNKNOWN: '사고팔고가 공개한 열쇠로 서명되지 않았어요.',
  HEAD_OF_OTHER_AUCTION: '다른 경매의 서명이에요.',
  HEAD_NOT_ON_CHAIN: '서명한 뒤에 기록이 바뀌었어요.',
  HEAD_BEYOND_LOG: '서명했을 때 있던 기록이 지금은 없어요.',
  RECEIPT_FORGED: '사고팔고의 올바른 서명이 아니에요.',
  RECEIPT_KEY_UNKNOWN: '사고팔고가 공개한 열쇠로 서명되지 않았어요.',
  RECEIPT_OF_OTHER_AUCTION: '다른 경매의 영수증이에요.',
  RECEIPT_BEYOND_LOG: '영수증에 있는 입찰이 기록에 없어요.',
  RECEIPT_DIFFERS: '영수증에 있는 입찰 자리에 다른 내용이 있어요.',
  RECEIPT_COMMITMENT: '영수증의 금액이 기록에 봉인된 금액과 달라요.',
  OUTCOME_DIFFERS: '공개된 결과가 마감 기록의 결과와 다르고, 운영자가 취소한 기록도 없어요.',
  OVERRULING_FORGED: '운영자가 결과를 취소했다는 서명이 올바르지 않아요.',
  OVERRULING_KEY_UNKNOWN:
    '운영자가 결과를 취소했다는 서명이 사고팔고가 공개한 열쇠로 되지 않았어요.',
  OVERRULING_DIFFERS: '운영자가 결과를 취소했다는 서명이 이 기록의 마감에 대한 것이 아니에요.',
  REFUSED: '규칙대로라면 받을 수 없는 입찰이에요.',
  PRICE: '현재가가 규칙대로 계산한 값과 달라요.',
  MINIMUM: '다음 최소 금액이 규칙대로 계산한 값과 달라요.',
  LEADER: '규칙대로라면 다른 사람이 앞서야 해요.',
  RESERVE: '최저 낙찰가 도달 여부가 규칙과 달라요.',
  CLOSING: '마감 시각이 규칙대로 계산한 값과 달라요.',
  MOVE: '마감이 규칙에 없는 방식으로 바뀌었어요.',
  TIME: '시각이 앞의 기록보다 일러요.',
  BID_COUNT: '입찰 수가 맞지 않아요.',
  BIDDER: '없는 입찰자 번호예요.',
  RAISES: '그 앞에 올린 한도가 규칙에 맞지 않아요.',
  OUTCOME: '결과가 규칙대로 정한 것과 달라요.',
  NO_MAXIMUM_FITS: '한도가 얼마였다고 해도 나올 수 없는 결과예요.',
};

const LIMITS: Readonly<Record<NotCheckable, string>> = {
  IDENTITIES: '‘입찰자 1’ 같은 번호 뒤에 누가 있는지, 그 가운데 판매자가 없는지는 알 수 없어요.',
  REFUSED_BIDS: '잘못 거절됐거나 아예 닿지 못한 입찰이 있었는지는 기록에 남지 않아요.',
  CLOCK: '시각은 사고팔고 서버 시계예요. 그 시계가 정확했는지는 알 수 없어요.',
  KEPT_HEADS:
    '다른 사람들도 같은 기록을 봤는지는 알 수 없어요. 경매를 지켜본 탭에서는 그때 받은 서명과도 맞춰 봐요.',
  LAST_LEAD:
    '마지막에 앞선 사람의 한도는 끝까지 공개하지 않아요. ‘현재가 이상’이었다는 것까지만 확인했어요.',
  RESERVE: '닿지 못한 최저 낙찰가는 공개하지 않아서 금액을 확인할 수 없어요.',
  CONFIRMATIONS: '최소 금액보다 훨씬 큰 입찰을 본인이 한 번 더 확인했는지는 알 수 없어요.',
  MOVES: '마감을 옮긴 기록은 확인했지만, 그럴 만한 까닭이 있었는지는 알 수 없어요.',
  CANCELLATION: '왜 취소됐는지는 기록만으로 알 수 없어요.',
  OVERRULING: '마감 때 알린 결과를 운영자가 취소할 까닭이 있었는지는 기록만으로 알 수 없어요.',
  NO_HEADS: '서명이 하나도 없어서, 기록이 통째로 다시 쓰이지 않았는지는 알 수 없어요.',
  UNSIGNED_END:
    '마지막 서명 뒤에 이어진 기록이 있어서, 그 부분이 다시 쓰이지 않았는지는 알 수 없어요.',
  SIGNATURES: '이 브라우저는 서명(Ed25519)을 확인하지 못해요. 다른 브라우저에서 해 보세요.',
  SEALED_RECEIPT: '입찰 직후에 받은 영수증의 금액은 기록에 봉인된 금액과 맞춰 보지 못했어요.',
};

const OUTCOMES: Readonly<Record<Overruled['told'], string>> = {
  sold: '낙찰',
  unsold: '유찰',
  cancelled: '취소',
};

const HEADLINES: Readonly<Record<Fault['what'], string>> = {
  log: '기록 전체가 올바르지 않아요',
  entry: '규칙에서 나올 수 없는 기록이 있어요',
  head: '공개된 서명이 기록과 맞지 않아요',
  receipt: '내 영수증이 기록과 달라요',
};

/** What was checked and held, a sentence each; `keptHeads` of the heads were told while this tab watched. */
export function checkedWords(
  { entries, bids, opened, heads, receipts }: Checked,
  keptHeads: number,
): string[] {
  const count = formatCount;
  const published = heads - keptHeads;
  const sentences: [string, boolean][] = [
    [
      `입찰 ${count(bids)}건을 규칙대로 처음부터 다시 계산했고, 현재가와 최고 입찰자, 마감과 결과가 모두 같았어요.`,
      bids > 0,
    ],
    ['입찰이 없었고, 결과가 규칙과 같았어요.', bids === 0],
    [`등록부터 마감까지 기록 ${count(entries)}건의 사슬이 끊긴 곳 없이 이어져요.`, true],
    [`공개된 금액 ${count(opened)}건이 입찰할 때 봉인한 금액과 같았어요.`, opened > 0],
    [`함께 공개된 서명 ${count(published)}개가 올바르고 이 기록과 맞아요.`, published > 0],
    [`이 탭에서 보는 동안 받은 서명 ${count(keptHeads)}개와도 맞아요.`, keptHeads > 0],
    [`내 영수증 ${count(receipts)}장이 기록과 같았어요.`, receipts > 0],
  ];
  return sentences.filter(([, applies]) => applies).map(([words]) => words);
}

/** That an operator cancelled what the closing had told; nothing where that stands. */
export function overruledWords(overruled: Overruled | null): string[] {
  if (overruled === null) return [];
  const { told, atMs } = overruled;
  const when = atMs === null ? '그 뒤에' : `${formatMoment(atMs)}에`;
  return [
    `마감 기록의 결과는 ‘${OUTCOMES[told]}’이지만, ${when} 운영자가 취소했어요. 받아들인 입찰이 사라졌을 수 있어서 멈춘 경매예요. 낙찰자는 없어요.`,
  ];
}

/** What the log alone cannot show, a sentence each. */
export function limitWords(notCheckable: readonly NotCheckable[]): string[] {
  return notCheckable.map((code) => LIMITS[code]);
}

/** The first thing that is wrong; heads from `publishedHeads` on were told while watching. */
export function faultWords(
  { what, reason, seq, index = 0 }: Fault,
  publishedHeads: number,
): { headline: string; words: string } {
  const isKept = what === 'head' && index >= publishedHeads;
  const place = seq === null ? '' : `${placeWords(seq)}: `;
  return {
    headline: isKept ? '보는 동안 받은 서명과 달라요' : HEADLINES[what],
    words: `${place}${REASONS[reason]} (${reason})`,
  };
}

function placeWords(seq: number): string {
  return seq === 0 ? '등록 기록(0번)' : `${formatCount(seq)}번 기록`;
}
