import { expect } from 'chai';
import type { Talk, TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import {
  EMPTY_TALK,
  isBehind,
  lastSeq,
  ownProgress,
  withJoined,
  withMarks,
  withMessages,
  withPending,
} from './talk-view.ts';

const TALK: Talk = {
  ...{ side: 'buyer', mayWrite: true, untilMs: null, isBlocked: false, blockedByMe: false },
  lastSeq: 2,
  own: { deliveredSeq: 0, readSeq: 0 },
  other: { deliveredSeq: 0, readSeq: 0 },
};
const said = (seq: number, by: 'buyer' | 'seller' = 'buyer'): TalkMessage => ({
  ...{ seq, by, messageId: `m${seq}`, text: `말 ${seq}`, image: null, sentAtMs: seq },
});
const joined = withJoined(EMPTY_TALK, {
  ...{ talk: TALK, hasLater: false, earlierCursor: 'c' },
  messages: [said(1), said(2, 'seller')],
});

describe('a talk as it is shown', () => {
  it('has each message once and in order, however it is told', () => {
    const view = [said(4), said(3, 'seller'), said(4), said(1)].reduce(
      (before, message) => withMessages(before, [message]),
      joined,
    );
    expect(view.messages.map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
    expect(lastSeq(view)).to.equal(4);
  });

  it('knows when something is missing', () => {
    expect(isBehind(joined, said(3))).to.equal(false);
    expect(isBehind(joined, said(2))).to.equal(false);
    expect(isBehind(joined, said(4))).to.equal(true);
  });

  it('lets go of a message on its way once it is told, and not of the other side’s under the same id', () => {
    const waiting = { messageId: 'm3', text: '말', previewUrl: null, fault: null };
    const view = withPending(joined, waiting);
    expect(withMessages(view, [said(3, 'seller')]).pending).to.deep.equal([waiting]);
    expect(withMessages(view, [said(3)]).pending).to.deep.equal([]);
    const failed = withPending(view, { ...waiting, fault: '안 돼요' });
    expect(failed.pending).to.deep.equal([{ ...waiting, fault: '안 돼요' }]);
  });

  it('says how far the other side has come, never back, and nothing once there is a block', () => {
    const far = withMarks(joined, 'seller', { deliveredSeq: 2, readSeq: 1 });
    const back = withMarks(far, 'seller', { deliveredSeq: 1, readSeq: 0 });
    expect(ownProgress(back)).to.deep.equal({ readSeq: 1, deliveredSeq: 1 });
    const blocked = withJoined(back, {
      ...{ talk: { ...TALK, other: null }, messages: [], hasLater: false, earlierCursor: null },
    });
    const marked = withMarks(blocked, 'seller', { deliveredSeq: 2, readSeq: 2 });
    expect(ownProgress(marked)).to.deep.equal({ readSeq: 0, deliveredSeq: 0 });
  });

  it('keeps what was said earlier reachable when one comes back', () => {
    const back = withJoined(joined, {
      ...{ talk: TALK, messages: [said(3)], hasLater: false, earlierCursor: null },
    });
    expect([back.earlierCursor, back.messages.length]).to.deep.equal(['c', 3]);
  });

  it('takes the other side’s word for the end of their typing', () => {
    const typing = { ...joined, isOtherTyping: true };
    expect(withMessages(typing, [said(3)]).isOtherTyping).to.equal(true);
    expect(withMessages(typing, [said(3, 'seller')]).isOtherTyping).to.equal(false);
  });
});
