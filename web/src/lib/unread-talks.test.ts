import { expect } from 'chai';
import { withTold } from './unread-talks.ts';

describe('messages that wait to be read', () => {
  const before = { items: [{ orderId: 'a', unread: 2 }] };

  it('are as many as was told last, of each order by itself', () => {
    const { items } = withTold(before, { orderId: 'b', unread: 1 });
    expect(items).to.have.deep.members([
      { orderId: 'a', unread: 2 },
      { orderId: 'b', unread: 1 },
    ]);
    expect(withTold(before, { orderId: 'a', unread: 5 }).items).to.deep.equal([
      { orderId: 'a', unread: 5 },
    ]);
  });

  it('are no more where all were read', () => {
    expect(withTold(before, { orderId: 'a', unread: 0 }).items).to.deep.equal([]);
    expect(withTold({ items: [] }, { orderId: 'a', unread: 0 }).items).to.deep.equal([]);
  });
});
