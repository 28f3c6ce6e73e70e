import { expect } from 'chai';
import { Story } from './story.ts';

const AT = { auctionId: 'a', epoch: 'e1', leaderAlias: null, outcome: '', fromSeq: 0, toSeq: 0 };
const at = (seq: number, more: object = {}) => ({
  ...{ ...AT, seq, priceKrw: seq * 100, bidCount: seq, closesAtMs: 50 },
  ...more,
});
type Step = [event: string, seq: number, more?: object];

function told(steps: Step[], fresh: string[] = []): Story {
  const story = new Story(() => undefined);
  story.tell('snapshot', at(3));
  story.begin(fresh);
  for (const [event, seq, more] of steps) story.tell(event, at(seq, more));
  return story;
}

describe('what a watcher is told', () => {
  const good: [string, Step[], string[]?][] = [
    [
      'bids in a row',
      [
        ['bid', 4],
        ['bid', 5],
      ],
    ],
    ['bids run together', [['bid', 7, { merged: 4 }]]],
    [
      'a gap and its snapshot',
      [
        ['gap', 0, { fromSeq: 4, toSeq: 9 }],
        ['snapshot', 9],
        ['bid', 10],
      ],
    ],
    [
      'a snapshot that was asked for',
      [
        ['snapshot', 9],
        ['bid', 10],
      ],
      ['a'],
    ],
    [
      'a moved closing before its bid',
      [
        ['extended', 0, { closesAtMs: 70 }],
        ['bid', 4, { closesAtMs: 70 }],
      ],
    ],
    [
      'the closing, and once more',
      [
        ['closed', 4, { outcome: 'sold' }],
        ['snapshot', 4, { state: 'sold' }],
        ['closed', 4, { outcome: 'sold' }],
      ],
    ],
    [
      'that it may be old, and that it is not',
      [
        ['stale', 0],
        ['live', 0],
      ],
    ],
  ];
  for (const [what, steps, fresh] of good) {
    it(`may be ${what}`, () => expect(told(steps, fresh).faults).to.deep.equal([]));
  }

  const bad: [string, Step[]][] = [
    ['a bid that is left out', [['bid', 5]]],
    [
      'a bid once more',
      [
        ['bid', 4],
        ['bid', 4],
      ],
    ],
    ['fewer run together than there were', [['bid', 7, { merged: 3 }]]],
    ['a snapshot that nobody announced', [['snapshot', 9]]],
    [
      'a gap that is larger than it says',
      [
        ['gap', 0, { fromSeq: 6, toSeq: 9 }],
        ['snapshot', 9],
      ],
    ],
    [
      'a gap without its snapshot',
      [
        ['gap', 0, { fromSeq: 4, toSeq: 9 }],
        ['bid', 10],
      ],
    ],
    ['another epoch, just so', [['bid', 4, { epoch: 'e2' }]]],
    ['a moved closing that only its bid shows', [['bid', 4, { closesAtMs: 70 }]]],
    ['a closing before the last bid', [['closed', 5, { outcome: 'sold' }]]],
    [
      'a bid after the closing',
      [
        ['closed', 4, { outcome: 'sold' }],
        ['bid', 5],
      ],
    ],
    ['what went before, as if it were news', [['snapshot', 2]]],
    ['that it is live when it never was stale', [['live', 0]]],
  ];
  for (const [what, steps] of bad) {
    it(`may not be ${what}`, () => expect(told(steps).faults).to.have.length.of.at.least(1));
  }
});
