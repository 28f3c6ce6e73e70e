import { z } from 'zod';
import { JOB_NAMES, TASK_STATES } from '../rules/operator-tasks.ts';
import { endpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import type { RefusalCode } from './errors.ts';
import { idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';
import { getOperatorDay, getOperatorHealth, getOperatorTroubles } from './operating.ts';
import { listReconciliations } from './operating.ts';
import { reasonBody } from './orders.ts';

const WORDS_MAX_CHARS = 254;
const READ: RefusalCode[] = ['UNAUTHENTICATED', 'FORBIDDEN'];
const DEED: RefusalCode[] = ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'FORBIDDEN'];

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
  refusals: READ,
});

/** What the keeper was asked for, and how far it is. */
export const getOperatorTask = endpoint({
  name: 'getOperatorTask',
  method: 'GET',
  path: '/operator/tasks/:taskId',
  auth: 'required',
  params: z.strictObject({ taskId: idSchema }),
  reply: auditEntrySchema,
  refusals: [...READ, 'NOT_FOUND'],
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
  refusals: READ,
});
export type Person = z.output<typeof findPeople.reply>['items'][number];

const auctionParams = z.strictObject({ auctionId: idSchema });
const ofAuction = { auth: 'required', params: auctionParams, reply: auditEntrySchema } as const;

/** Keeps a listing from lists, search and strangers; it goes on being judged. */
export const hideAuction = endpoint({
  name: 'hideAuction',
  method: 'POST',
  path: '/operator/auctions/:auctionId/hide',
  ...ofAuction,
  body: reasonBody,
  refusals: [...DEED, 'AUCTION_NOT_FOUND', 'ALREADY_SO'],
});

export const unhideAuction = endpoint({
  name: 'unhideAuction',
  method: 'POST',
  path: '/operator/auctions/:auctionId/unhide',
  ...ofAuction,
  body: reasonBody,
  refusals: [...DEED, 'AUCTION_NOT_FOUND', 'ALREADY_SO'],
});

const ASKED: RefusalCode[] = ['AUCTION_NOT_FOUND', 'AUCTION_CLOSED', 'TASK_UNDER_WAY'];

/** Ends an auction without a winner or an order. The keeper does it, and everybody watching is told. */
export const cancelAuction = endpoint({
  name: 'cancelAuction',
  method: 'POST',
  path: '/operator/auctions/:auctionId/cancel',
  ...ofAuction,
  status: 202,
  body: reasonBody,
  refusals: [...DEED, ...ASKED, 'ALREADY_SO'],
});

/** Moves a closing to a later moment; an earlier one would take from bidders what they were promised. */
export const moveClosing = endpoint({
  name: 'moveClosing',
  method: 'POST',
  path: '/operator/auctions/:auctionId/move-closing',
  ...ofAuction,
  status: 202,
  body: reasonBody.extend({ closesAtMs: momentMsSchema }),
  refusals: [...DEED, ...ASKED, 'AUCTION_INTERRUPTED', 'UNAVAILABLE'],
});

const userParams = z.strictObject({ userId: idSchema });
const ofPerson = { auth: 'required', params: userParams, reply: auditEntrySchema } as const;

/** Shuts an account: it signs in no more, and whoever is signed in by it is out. Bids that stand keep standing. */
export const blockPerson = endpoint({
  name: 'blockPerson',
  method: 'POST',
  path: '/operator/users/:userId/block',
  ...ofPerson,
  body: reasonBody,
  refusals: [...DEED, 'NOT_FOUND', 'ALREADY_SO', 'IS_OPERATOR'],
});

export const unblockPerson = endpoint({
  name: 'unblockPerson',
  method: 'POST',
  path: '/operator/users/:userId/unblock',
  ...ofPerson,
  body: reasonBody,
  refusals: [...DEED, 'NOT_FOUND', 'ALREADY_SO'],
});

/** Has a function of the clock run once more, by the keeper; what came of it is at the task. */
export const runJob = endpoint({
  name: 'runJob',
  method: 'POST',
  path: '/operator/jobs/:job/run',
  auth: 'required',
  status: 202,
  params: z.strictObject({ job: z.enum(JOB_NAMES) }),
  body: reasonBody,
  reply: auditEntrySchema,
  refusals: [...DEED, 'TASK_UNDER_WAY'],
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
