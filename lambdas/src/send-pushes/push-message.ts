import type { PushMessage } from '@sagopalgo/core/push/push-client.ts';
import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import { arrivalPath, noticeWords } from '@sagopalgo/core/rules/notice-words.ts';
import type { DuePush } from './push-to.ts';

/** What is over within minutes, and wakes a device for that. */
const URGENT: readonly NoticeKind[] = ['outbid', 'ending', 'pay-by'];

/**
 * What a browser is sent of a notice, as web/public/push-worker.js reads it; null where it is of no use any more:
 * too late, or read elsewhere in the meantime.
 */
export function messageOf(push: DuePush, nowMs: number): PushMessage | null {
  const { noticeId, kind, readAtMs, goodUntilMs } = push;
  if (readAtMs !== null || goodUntilMs <= nowMs) return null;
  const words = noticeWords(push);
  const { heading, text } = words;
  return {
    text: JSON.stringify({ noticeId, heading, text, path: arrivalPath(words, noticeId) }),
    ttlS: Math.ceil((goodUntilMs - nowMs) / 1_000),
    urgency: URGENT.includes(kind) ? 'high' : 'normal',
    topic: noticeId.replaceAll('-', '').slice(0, 32),
  };
}
