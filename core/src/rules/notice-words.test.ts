import { expect } from 'chai';
import { NOTICE_KINDS } from './notice-kinds.ts';
import { arrivalPath, noticeWords } from './notice-words.ts';
import type { NoticeFacts } from './notice-words.ts';

const FACTS: Omit<NoticeFacts, 'kind'> = {
  ...{ auctionId: 'auction-1', orderId: 'order-1', title: '청자', count: 1 },
  detail: { amountKrw: 1_234_000, byMs: Date.parse('2026-11-29T09:00:00Z') },
};

describe('the words of a notice', () => {
  it('say in Korean what happened, about what, and where the next step is done', () => {
    for (const kind of NOTICE_KINDS) {
      const { heading, text, action, path } = noticeWords({ kind, ...FACTS });
      for (const words of [heading, text, action]) {
        expect(words, kind)
          .to.match(/[가-힣]/)
          .and.not.match(/undefined|null|NaN/);
      }
      expect(text, kind).to.include('‘청자’');
      expect(path, kind).to.match(/^\/[\w/-]+(#questions)?$/);
    }
  });

  it('name prices, and moments in Korean time', () => {
    expect(noticeWords({ kind: 'won', ...FACTS }).text).to.equal(
      '‘청자’ · 1,234,000원. 11월 29일 18:00까지 결제해 주세요.',
    );
    expect(noticeWords({ kind: 'ending', ...FACTS }).text).to.equal('‘청자’ · 18:00에 끝나요.');
  });

  it('lead those who have to pay to where they pay, and the seller to the order', () => {
    const paths = (kind: NoticeFacts['kind'], role: 'buyer' | 'seller') =>
      noticeWords({ ...FACTS, kind, detail: { ...FACTS.detail, role } }).path;
    expect(paths('won', 'buyer')).to.equal('/orders/order-1/pay');
    expect(paths('pay-by', 'buyer')).to.equal('/orders/order-1/pay');
    expect(paths('paid', 'seller')).to.equal('/orders/order-1');
  });

  it('are whole as well where the auction is gone', () => {
    for (const kind of NOTICE_KINDS) {
      const gone = { auctionId: null, orderId: null, title: null, detail: {} };
      const { text, path } = noticeWords({ ...FACTS, ...gone, kind });
      expect(text, kind)
        .to.include('지워진 경매')
        .and.not.match(/undefined|null|NaN/);
      expect(path, kind).to.match(/^\//);
    }
  });

  it('lead back by an address that says which notice was followed', () => {
    expect(arrivalPath({ path: '/me/offers' }, 'n-1')).to.equal('/me/offers?notice=n-1');
    const asked = { path: '/auctions/1#questions' };
    expect(arrivalPath(asked, 'n-1')).to.equal('/auctions/1?notice=n-1#questions');
  });
});
