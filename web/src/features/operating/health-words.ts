import type { JobName } from '@sagopalgo/core/rules/operator-tasks.ts';
import { formatLeft } from '../../lib/format.ts';

const MINUTE_MS = 60_000;
/** Rooms tell of themselves every two seconds. */
const SILENT_AFTER_MS = 15_000;

export const ROOM_WORDS: Record<string, string> = {
  api: 'API',
  keeper: '키퍼',
  'sse-server': '실시간 창',
};

/** What each function of the clock is for. */
export const JOB_WORDS: Record<JobName, string> = {
  'open-auctions': '경매 열기',
  'close-auctions': '경매 마감',
  'record-bids': '입찰 기록',
  reconcile: '하루 대조',
  'reconcile-payments': '결제 확인',
  'expire-orders': '결제 기한 넘긴 주문',
  'advance-orders': '주문 다음 단계',
  'pay-out-sellers': '판매자 지급',
  'index-auctions': '검색 반영',
  'send-mails': '메일 보내기',
  'tell-ending': '마감 임박 알림',
  'write-notices': '알림 만들기',
  'hand-out-notices': '알림 전하기',
  'send-pushes': '브라우저 알림 보내기',
  'write-views': '조회수 적기',
  'clear-sessions': '지난 로그인 정리',
  'clear-webhooks': '지난 토스 알림 정리',
  'clear-mails': '지난 메일 정리',
  'clear-notices': '지난 알림 정리',
};

/** How long ago something was: `방금`, `12분 3초 전`. */
export function agoWords(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  return agoMs < MINUTE_MS ? '방금' : `${formatLeft(agoMs)} 전`;
}

/** Whether a process has told nothing of itself for too long to be there. */
export function isSilent({ atMs }: { atMs: number }, nowMs: number): boolean {
  return nowMs - atMs > SILENT_AFTER_MS;
}
