import { z } from 'zod';
import { JOB_NAMES, TASK_STATES } from '../rules/operator-tasks.ts';
import { endpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import type { RefusalCode } from './errors.ts';
import { idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';
import { getOperatorDay, getOperatorHealth, getOperatorTroubles } from './operating.ts';
import { listReconciliations, READ_REFUSALS } from './operating.ts';
import { reasonBody } from './orders.ts';

const WORDS_MAX_CHARS = 254;
const DEED_REFUSALS: RefusalCode[] = ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'FORBIDDEN'];

/** A thing an operator did or asked for: who, what, when and why, and what came of it. */
export const auditEntrySchema = z.object({
  entryId: z.string(),
  /** For what the keeper was asked to do. */
  taskId: idSchema.nullable(),
  /** A word such as `hide` or `run-job`; of an order what happened to it, such as `order:cancel`. */
  kind: z.string(),
  operator: z.string(),
  reason: z.string(),
  atMs: momentMsSchema,
  /** What it was done to, where it was done to one. */
  auctionId: idSchema.nullable(),
  userId: idSchema.nullable(),
  orderId: idSchema.nullable(),
  job: z.string().nullable(),
  /** The title or nickname of that, as it is now. */
  name: z.string().nullable(),
  /** What the keeper does is `waiting` until it has done it, or found that it cannot be done. */
  state: z.enum(TASK_STATES),
  outcome: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Everything operators did, the newest first. */
export const listAudit = endpoint({
  name: 'listAudit',
  method: 'GET',
  path: '/operator/audit',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(auditEntrySchema),
  refusals: READ_REFUSALS,
});

/** What the keeper was asked for, and how far it is. */
export const getOperatorTask = endpoint({
  name: 'getOperatorTask',
  method: 'GET',
  path: '/operator/tasks/:taskId',
  auth: 'required',
  params: z.strictObject({ taskId: idSchema }),
  reply: auditEntrySchema,
  refusals: [...READ_REFUSALS, 'NOT_FOUND'],
});

/** People by their whole nickname or e-mail. Who looked is written to the log. */
export const findPeople = endpoint({
  name: 'findPeople',
  method: 'GET',
  path: '/operator/users',
  auth: 'required',
  query: z.strictObject({ q: z.string().trim().min(1).max(WORDS_MAX_CHARS) }),
  reply: z.object({
    items: z.array(
      z.object({
        userId: idSchema,
        nickname: z.string(),
        email: z.string(),
        isOperator: z.boolean(),
        createdAtMs: momentMsSchema,
        blockedAtMs: momentMsSchema.nullable(),
      }),
    ),
  }),
  refusals: READ_REFUSALS,
});
export type Person = z.output<typeof findPeople.reply>['items'][number];

/** Each deed is told by its reason, and answers with what the audit has of it. */
const deed = {
  method: 'POST',
  auth: 'required',
  body: reasonBody,
  reply: auditEntrySchema,
} as const;
const ofAuction = { ...deed, params: z.strictObject({ auctionId: idSchema }) } as const;

/** Keeps a listing from lists, search and strangers; it goes on being judged. */
export const hideAuction = endpoint({
  name: 'hideAuction',
  path: '/operator/auctions/:auctionId/hide',
  ...ofAuction,
  refusals: [...DEED_REFUSALS, 'AUCTION_NOT_FOUND', 'ALREADY_SO'],
});

export const unhideAuction = endpoint({
  name: 'unhideAuction',
  path: '/operator/auctions/:auctionId/unhide',
  ...ofAuction,
  refusals: [...DEED_REFUSALS, 'AUCTION_NOT_FOUND', 'ALREADY_SO'],
});

const ASKED: RefusalCode[] = ['AUCTION_NOT_FOUND', 'AUCTION_CLOSED', 'TASK_UNDER_WAY'];

/** Ends an auction without a winner or an order. The keeper does it, and everybody watching is told. */
export const cancelAuction = endpoint({
  name: 'cancelAuction',
  path: '/operator/auctions/:auctionId/cancel',
  ...ofAuction,
  status: 202,
  refusals: [...DEED_REFUSALS, ...ASKED, 'ALREADY_SO'],
});

/** Moves a closing to a later moment; an earlier one would take from bidders what they were promised. */
export const moveClosing = endpoint({
  name: 'moveClosing',
  path: '/operator/auctions/:auctionId/move-closing',
  ...ofAuction,
  status: 202,
  body: reasonBody.extend({ closesAtMs: momentMsSchema }),
  refusals: [...DEED_REFUSALS, ...ASKED, 'AUCTION_INTERRUPTED', 'UNAVAILABLE'],
});

const ofPerson = { ...deed, params: z.strictObject({ userId: idSchema }) } as const;

/** Shuts an account: it signs in no more, and whoever is signed in by it is out. Bids that stand keep standing. */
export const blockPerson = endpoint({
  name: 'blockPerson',
  path: '/operator/users/:userId/block',
  ...ofPerson,
  refusals: [...DEED_REFUSALS, 'NOT_FOUND', 'ALREADY_SO', 'IS_OPERATOR'],
});

export const unblockPerson = endpoint({
  name: 'unblockPerson',
  path: '/operator/users/:userId/unblock',
  ...ofPerson,
  refusals: [...DEED_REFUSALS, 'NOT_FOUND', 'ALREADY_SO'],
});

/** Has a function of the clock run once more, by the keeper; what came of it is at the task. */
export const runJob = endpoint({
  name: 'runJob',
  path: '/operator/jobs/:job/run',
  ...deed,
  status: 202,
  params: z.strictObject({ job: z.enum(JOB_NAMES) }),
  refusals: [...DEED_REFUSALS, 'TASK_UNDER_WAY'],
});

/** All of them: each is for operators alone. */
export const OPERATING_ENDPOINTS: readonly Endpoint[] = [
  getOperatorDay,
  getOperatorHealth,
  getOperatorTroubles,
  listReconciliations,
  listAudit,
  getOperatorTask,
  findPeople,
  hideAuction,
  unhideAuction,
  cancelAuction,
  moveClosing,
  blockPerson,
  unblockPerson,
  runJob,
];
