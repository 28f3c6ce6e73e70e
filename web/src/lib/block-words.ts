import { formatMoment } from './format.ts';

/** Why one may not bid, and until when. */
export function blockWords(untilMs: number): string {
  return `낙찰받고 결제하지 않은 일이 쌓여 ${formatMoment(untilMs)}까지 입찰할 수 없어요.`;
}
