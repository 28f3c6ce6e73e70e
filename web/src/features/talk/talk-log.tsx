import type { TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { kstDate } from '@sagopalgo/core/rules/kst.ts';
import { useCallback } from 'react';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatDay } from '../../lib/format.ts';
import { followLog } from './follow-log.ts';
import { PendingRow, TalkRow } from './talk-row.tsx';
import type { TalkLink } from './talk-link.ts';
import { ownProgress } from './talk-view.ts';
import type { TalkView } from './talk-view.ts';
import { useEarlier } from './use-talk.ts';

/** What was said, from the oldest that was read to what is on its way, day by day. */
export function TalkLog(props: { orderId: string; link: TalkLink; view: TalkView }) {
  const { orderId, link, view } = props;
  const { talk, messages, pending, earlierCursor } = view;
  const follow = useCallback((box: HTMLDivElement) => followLog(box, link), [link]);
  const earlier = useEarlier(orderId, link);
  const progress = ownProgress(view);
  if (!talk) return <p className="talk-empty">대화를 불러오고 있어요…</p>;
  return (
    <div
      className="talk-log"
      role="log"
      aria-live="polite"
      aria-label="대화 내용"
      ref={follow}
      // The keyboard scrolls what has the focus.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {earlierCursor !== null && (
        <Button kind="quiet" busy={earlier.isPending} onPress={() => earlier.mutate(earlierCursor)}>
          이전 대화 더 보기
        </Button>
      )}
      {earlier.error && <Strip mood="no">{wordsOf(earlier.error)}</Strip>}
      {messages.length + pending.length === 0 && (
        <p className="talk-empty">아직 나눈 말이 없어요. 거래에 대해 궁금한 점을 물어보세요.</p>
      )}
      <ol>
        {messages.map((message, index) => (
          <TalkRow
            key={message.seq}
            message={message}
            isOwn={message.by === talk.side}
            day={dayBefore(message, messages[index - 1])}
            mark={markOf(message, talk.side, progress)}
          />
        ))}
        {pending.map((message) => (
          <PendingRow
            key={message.messageId}
            message={message}
            onRetry={() => link.retry(message.messageId)}
            onDiscard={() => link.discard(message.messageId)}
          />
        ))}
      </ol>
    </div>
  );
}

/** The day, where it is another than that of the message before. */
function dayBefore(message: TalkMessage, before: TalkMessage | undefined): string | null {
  const isSame = before && kstDate(before.sentAtMs) === kstDate(message.sentAtMs);
  return isSame ? null : formatDay(message.sentAtMs);
}

/** Under the last own message that was read, and under the last one that came to the other side. */
function markOf(
  { seq, by }: TalkMessage,
  side: string,
  { readSeq, deliveredSeq }: ReturnType<typeof ownProgress>,
): string | null {
  if (by !== side) return null;
  if (seq === readSeq) return '읽음';
  return seq === deliveredSeq ? '전달됨' : null;
}
