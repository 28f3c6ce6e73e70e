import type { PushMessage } from '@sagopalgo/core/push/push-client.ts';
import type { NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import { arrivalPath, noticeWords } from '@sagopalgo/core/rules/notice-words.ts';
import type { DuePush } from './push-to.ts';

/** What is over within minutes, and wakes a device for that. */
const URGENT: readonly NoticeKind[] = ['outbid', 'ending', 'pay-by'];

const TOPIC_MAX_CHARS = 32;

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
  const tag = tagOf(push);
  const words = noticeWords(push);
  const { heading, text } = words;
  return {
    text: JSON.stringify({ noticeId, tag, heading, text, path: arrivalPath(words, noticeId) }),
    ttlS: Math.ceil((goodUntilMs - nowMs) / 1_000),
    urgency: URGENT.includes(kind) ? 'high' : 'normal',
    topic: tag.replaceAll('-', '').slice(0, TOPIC_MAX_CHARS),
  };
}

/** What a push takes the place of where it comes later: that one was outbid is of use only as it stands now. */
function tagOf({
  noticeId,
  kind,
  auctionId,
}: Pick<DuePush, 'noticeId' | 'kind' | 'auctionId'>): string {
  return kind === 'outbid' && auctionId !== null ? `outbid-${auctionId}` : noticeId;
}
