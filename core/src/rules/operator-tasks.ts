/** What the keeper does for operators: it holds the judge's log, the result and the clock's functions. */
export const TASK_KINDS = ['cancel', 'extend', 'run-job'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** `failed`: it could not be done, and its outcome says why. */
export const TASK_STATES = ['waiting', 'done', 'failed'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** The clock's functions that an operator can have run once more. Those of the pictures have a store of their own. */
export const JOB_NAMES = [
  'open-auctions',
  'close-auctions',
  'record-bids',
  'reconcile',
  'reconcile-payments',
  'expire-orders',
  'advance-orders',
  'pay-out-sellers',
  'index-auctions',
  'send-mails',
  'tell-ending',
  'write-notices',
  'hand-out-notices',
  'send-pushes',
  'write-views',
  'clear-sessions',
  'clear-webhooks',
  'clear-mails',
  'clear-notices',
] as const;
export type JobName = (typeof JOB_NAMES)[number];
