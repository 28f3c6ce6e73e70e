import type { Toss, TossAnswer } from '@sagopalgo/core/toss/toss-client.ts';

const KNOWS_NOTHING: TossAnswer = {
  ...{ kind: 'error', status: 404, code: 'NOT_FOUND_PAYMENT', message: '', traceId: null },
};
/** A Toss that has never heard of any payment, and answers nothing that would change one. */
export const TOSS_THAT_KNOWS_NOTHING: Toss = {
  confirm: async () => ({ kind: 'no-answer', reason: 'a test', traceId: null }),
  cancel: async () => ({ kind: 'no-answer', reason: 'a test', traceId: null }),
  findByKey: async () => KNOWS_NOTHING,
  findByOrder: async () => KNOWS_NOTHING,
};
