import type { PushMessage } from '@sagopalgo/core/push/push-client.ts';
import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import { arrivalPath, noticeWords } from '@sagopalgo/core/rules/notice-words.ts';
import type { DuePush } from './push-to.ts';

/** What is over within minutes, and wakes a device for that. */
const URGENT: readonly NoticeKind[] = ['outbid', 'ending', 'pay-by'];

/** Why a push is of no use any more: it was read elsewhere in the meantime, or it is too late. */
export function uselessness(
  { readAtMs, goodUntilMs }: Pick<DuePush, 'readAtMs' | 'goodUntilMs'>,
  nowMs: number,
): 'read' | 'late' | null {
  if (readAtMs !== null) return 'read';
  return goodUntilMs <= nowMs ? 'late' : null;
}

/** What a browser is sent of a notice, as web/public/push-worker.js reads it. */
export function messageOf(push: DuePush, nowMs: number): PushMessage {
  const { noticeId, kind, goodUntilMs } = push;
  const words = noticeWords(push);
  const { heading, text } = words;
  return {
    text: JSON.stringify({ noticeId, heading, text, path: arrivalPath(words, noticeId) }),
    ttlS: Math.ceil((goodUntilMs - nowMs) / 1_000),
    urgency: URGENT.includes(kind) ? 'high' : 'normal',
    topic: noticeId.replaceAll('-', '').slice(0, 32),
  };
}
