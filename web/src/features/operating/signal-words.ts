import type { SHARED_THINGS, SignalKind } from '@sagopalgo/core/contracts/signals.ts';

/** What a signal is called, what it looks for, and why it may be nothing. */
export const SIGNAL_WORDS: Record<SignalKind, { name: string; lead: string }> = {
  'one-seller': {
    name: '한 판매자에게 몰린 입찰',
    lead:
      '한 판매자의 경매 5개 이상에 입찰했고, 그것이 입찰한 모든 경매의 70% 이상인 사람이에요. ' +
      '판매자의 지인이나 다른 계정이 값을 올릴 때 이렇게 보여요. ' +
      '그 판매자의 물건을 모으는 사람도 똑같이 보이니, 낙찰받은 적이 있는지 함께 봐 주세요.',
  },
  'never-wins': {
    name: '입찰만 하고 낙찰은 없음',
    lead: '한 판매자의 팔린 경매 4개 이상에 입찰했지만 한 번도 낙찰받지 않은 사람이에요. 앞서다가 밀려난 횟수가 많을수록 위에 있어요. 값만 올려 주려 했을 수도, 늘 한 걸음 모자랐을 수도 있어요.',
  },
  shared: {
    name: '함께 쓰는 기기·주소',
    lead:
      '입찰자와 판매자, 또는 같은 경매의 두 입찰자가 브라우저, 네트워크, 배송지나 연락처, 계좌 가운데 무엇을 함께 쓰는 경우예요. ' +
      '11개 이상의 계정이 함께 쓰는 것(학교, 회사, 통신사)은 빼고 찾아요. 가족이나 한 사무실일 수도 있어요.',
  },
  'taken-back': {
    name: '무른 결제',
    lead: '낙찰받고 결제하지 않았거나, 결제했다가 스스로 취소한 일이 두 번 이상인 사람이에요. 살 생각 없이 값을 올렸을 수도 있고, 마음이 바뀌었을 수도 있어요.',
  },
};

/** What two people have in common, in words. */
export const SHARED_WORDS: Record<(typeof SHARED_THINGS)[number], string> = {
  device: '같은 브라우저',
  address: '같은 네트워크',
  delivery: '같은 배송지나 연락처',
  account: '같은 계좌',
};
