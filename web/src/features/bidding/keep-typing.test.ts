import { expect } from 'chai';
import type { Typing } from './box-view.ts';
import { keepTyping, keptTyping } from './keep-typing.ts';

const TYPING: Typing = {
  chosen: 'auto',
  typedKrw: 77_000,
  wish: { kind: 'auto', amountKrw: 77_000 },
};

describe('what was typed into the bid box', () => {
  it('is there again after signing in, without the question', () => {
    keepTyping({ auctionId: 'a', userId: null, typing: TYPING });
    expect(keptTyping('a', 'me')).to.deep.equal({ ...TYPING, wish: null });
  });

  it('is kept for the auction and the person it was typed by, when the sign-in has ended too', () => {
    keepTyping({ auctionId: 'b', userId: 'me', typing: TYPING });
    keepTyping({ auctionId: 'b', userId: null, typing: TYPING });
    expect(keptTyping('b', 'me')?.typedKrw).to.equal(77_000);
    expect(keptTyping('b', 'another')).to.equal(null);
    expect(keptTyping('c', 'me')).to.equal(null);
  });
});
