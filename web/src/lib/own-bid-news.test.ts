import { expect } from 'chai';
import type * as OwnBidNews from './own-bid-news.ts';

describe('news of own bids', () => {
  const stood = Object.getOwnPropertyDescriptor(globalThis, 'BroadcastChannel');

  afterEach(() => {
    if (stood) Object.defineProperty(globalThis, 'BroadcastChannel', stood);
  });

  it('are for this tab alone where the browser refuses channels, and the page works', async () => {
    Object.defineProperty(globalThis, 'BroadcastChannel', {
      value: function refuse() {
        throw new DOMException('blocked', 'SecurityError');
      },
      configurable: true,
      writable: true,
    });
    // Another name of the same file: a module is made once for each name.
    const name = './own-bid-news.ts?refused';
    const news = (await import(name)) as typeof OwnBidNews;
    const heard: string[] = [];
    const stop = news.watchOwnBids((auctionId) => heard.push(auctionId));
    news.tellOwnBid('a');
    stop();
    expect(heard).to.deep.equal([]);
  });
});
