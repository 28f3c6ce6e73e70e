import type { NoticeDetail } from '../rules/notice-words.ts';

const NEWS_FOR_MS = 3 * 86_400_000;

/** Until when a notice is worth a mail or a push: up to the moment that it warns of, else for some days (UTC ms). */
export function goodUntilMs({ byMs }: NoticeDetail, nowMs: number): number {
  return byMs ?? nowMs + NEWS_FOR_MS;
}
