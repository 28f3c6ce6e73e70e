import type { OnDefault } from '@sagopalgo/core/contracts/auctions.ts';

/** What becomes of a thing whose winner does not pay, as its seller chooses. */
export const ON_DEFAULT_WORDS: Record<OnDefault, { name: string; note: string }> = {
  'second-chance': {
    name: '차순위 제안',
    note: '제안을 받겠다고 한 다음 입찰자에게 차례로 물어보고, 받아들이면 그분에게 팔아요.',
  },
  relist: {
    name: '돌려받아 다시 올리기',
    note: '아무에게도 묻지 않고 바로 돌아와요. 다른 날 다시 올릴 수 있어요.',
  },
};
