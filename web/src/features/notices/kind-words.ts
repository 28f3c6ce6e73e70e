import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';

/** What each kind of notice is called where people choose among them. */
export const KIND_WORDS: Record<NoticeKind, string> = {
  outbid: '다른 분이 더 높게 입찰했을 때',
  ending: '관심 경매가 곧 끝날 때',
  won: '낙찰받았을 때',
  lost: '낙찰받지 못했을 때',
  'pay-by': '결제 기한이 다가올 때',
  paid: '결제가 끝났을 때',
  shipped: '물건을 보냈을 때',
  dispute: '분쟁이 생기거나 끝났을 때',
  question: '내 경매에 질문이 왔을 때',
  answer: '내 질문에 답이 달렸을 때',
  'second-chance': '차순위로 살 기회가 왔을 때',
};
