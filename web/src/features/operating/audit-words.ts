import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { JOB_WORDS } from './health-words.ts';

const DEED_WORDS: Record<string, string> = {
  hide: '경매 숨기기',
  unhide: '경매 다시 보이기',
  cancel: '경매 취소',
  extend: '마감 옮기기',
  resume: '멈춘 경매 잇기',
  block: '이용 정지',
  unblock: '이용 정지 풀기',
  'verify-email': '이메일 확인',
  'set-terms': '거래 조건 바꾸기',
  'add-category': '분류 더하기',
  'change-category': '분류 바꾸기',
  'remove-category': '분류 지우기',
  'settle-report': '대화 신고 처리',
  'dismiss-report': '신고 끝내기: 문제없음',
  'hide-reported': '신고된 것 숨기기',
  'unhide-reported': '신고된 것 다시 보이기',
  'note-report': '신고에 적어 두기',
  'order:cancel': '주문 취소',
  'order:deliver': '배송 완료 처리',
  'order:dispute': '분쟁 열기',
  'order:uphold-dispute': '분쟁 끝내기: 전액 환불',
  'order:settle-dispute': '분쟁 끝내기: 일부 환불',
  'order:release-dispute': '분쟁 끝내기: 판매자에게 지급',
  'order:refund-opened': '환불 시작',
  'order:refund-retried': '환불 다시 시도',
  'order:payment-given-up': '멈춘 결제 끝내기',
};

export const TASK_STATE_WORDS = {
  waiting: '하는 중',
  done: '했어요',
  failed: '못 했어요',
} as const;
export const STATE_MOODS = { waiting: 'plain', done: 'lead', failed: 'warn' } as const;

const JOB_NAMES: Readonly<Record<string, string>> = JOB_WORDS;

/** What an operator did, in words; what has none of its own is told by its name. */
export function deedWords({ kind, job }: Pick<AuditEntry, 'kind' | 'job'>): string {
  if (job !== null) return `‘${JOB_NAMES[job] ?? job}’ 다시 돌리기`;
  return DEED_WORDS[kind] ?? kind;
}
