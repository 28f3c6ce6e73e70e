import type { Health } from '@sagopalgo/core/contracts/operating.ts';
import type { JobName } from '@sagopalgo/core/rules/operator-tasks.ts';
import { formatCount, formatLeft } from '../../lib/format.ts';

const S_MS = 1_000;
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

/** When a process last told of itself: `3초 전에 알렸어요`. */
export function toldWords(atMs: number, nowMs: number): string {
  const agoMs = Math.max(0, nowMs - atMs);
  const ago = agoMs < MINUTE_MS ? `${Math.floor(agoMs / S_MS)}초` : formatLeft(agoMs);
  return `${ago} 전에 알렸어요`;
}

type Window = NonNullable<Health['rooms'][number]['window']>;

/** How a window shows, by name. */
export function windowFacts(window: Window): [name: string, told: string][] {
  const longest = (ms: number | null): string =>
    ms === null ? '최근 10초에는 없어요' : `가장 길게 ${ms}ms`;
  return [
    ['연결', countWords(window.watchers)],
    ['보내는 소식', `1초에 ${formatCount(window.deliveriesPerS)}건`],
    ['한 번 보내기', longest(window.fanOutMaxMs)],
    ['입찰이 닿기까지', longest(window.heardAfterMaxMs)],
    ['밀린 연결', countWords(window.behind)],
    ['못 읽는 경매', countWords(window.away)],
  ];
}

/** How many windows show, to how many; those that are silent show to nobody. */
export function windowsWords({
  rooms,
  serverNowMs,
}: Pick<Health, 'rooms' | 'serverNowMs'>): string {
  const showing = rooms.flatMap((room) =>
    room.window && !isSilent(room, serverNowMs) ? [room.window.watchers] : [],
  );
  if (showing.length === 0) return '살아 있는 실시간 창이 없어요.';
  const watchers = showing.reduce((sum, each) => sum + each, 0);
  return `실시간 창 ${countWords(showing.length)}, 연결 ${countWords(watchers)}`;
}

function countWords(count: number): string {
  return `${formatCount(count)}개`;
}
