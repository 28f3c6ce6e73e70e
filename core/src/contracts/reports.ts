import { z } from 'zod';
import { REPORT_KINDS, REPORT_REASONS, REPORT_STATES } from '../rules/reporting.ts';
import { endpoint } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import type { RefusalCode } from './errors.ts';
import { idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';
import { READ_REFUSALS } from './operating.ts';
import { auditEntrySchema } from './operator-deeds.ts';
import { reasonBody } from './orders.ts';
import { maybeWrittenSchema } from './written-words.ts';

export const REPORT_MAX_CHARS = 500;

/** Tells operators of something that should not be there. The same again, while it is open, is the same report. */
export const report = endpoint({
  name: 'report',
  method: 'POST',
  path: '/reports',
  auth: 'required',
  status: 201,
  body: z.strictObject({
    kind: z.enum(REPORT_KINDS),
    /** The auction, rating or person; of a question and of its answer the question. */
    subjectId: idSchema,
    reason: z.enum(REPORT_REASONS),
    text: maybeWrittenSchema(REPORT_MAX_CHARS),
  }),
  reply: z.object({ reportId: idSchema }),
  refusals: [
    ...(['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'NOT_FOUND'] as const),
    ...(['REPORTING_ONESELF', 'ALREADY_REPORTED'] as const),
  ],
});

export const reportSchema = z.object({
  reportId: idSchema,
  kind: z.enum(REPORT_KINDS),
  subjectId: idSchema,
  reason: z.enum(REPORT_REASONS),
  text: z.string(),
  /** What was reported as it stood then; of an auction its title, of a person the nickname. */
  said: z.string(),
  reporterId: idSchema,
  reporter: z.string(),
  aboutUserId: idSchema,
  about: z.string(),
  /** Where it stands; null of a person. */
  auctionId: idSchema.nullable(),
  state: z.enum(REPORT_STATES),
  /** How many open reports there are of the same. */
  alike: z.int(),
  reportedAtMs: momentMsSchema,
  handledAtMs: momentMsSchema.nullable(),
});
export type Report = z.infer<typeof reportSchema>;

/** What was reported: of what is open the oldest first, of what was handled the newest. */
export const listReports = endpoint({
  name: 'listReports',
  method: 'GET',
  path: '/operator/reports',
  auth: 'required',
  query: z.strictObject({ state: z.enum(REPORT_STATES).default('open'), ...pageQuery }),
  reply: pageOf(reportSchema),
  refusals: READ_REFUSALS,
});

const deed = {
  method: 'POST',
  auth: 'required',
  params: z.strictObject({ reportId: idSchema }),
  body: reasonBody,
  reply: auditEntrySchema,
} as const;
const DEED_REFUSALS: RefusalCode[] = [
  ...(['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'FORBIDDEN', 'NOT_FOUND'] as const),
];

/** Nothing is wrong with what was reported. */
export const dismissReport = endpoint({
  name: 'dismissReport',
  path: '/operator/reports/:reportId/dismiss',
  ...deed,
  refusals: [...DEED_REFUSALS, 'ALREADY_SO'],
});

/** Hides what was reported, and closes every open report of it. A person is blocked, not hidden. */
export const hideReported = endpoint({
  name: 'hideReported',
  path: '/operator/reports/:reportId/hide',
  ...deed,
  refusals: [...DEED_REFUSALS, 'ALREADY_SO', 'NOTHING_TO_HIDE'],
});

/** Shows again what was hidden after a report; all reports by which it was end as dismissed. */
export const unhideReported = endpoint({
  name: 'unhideReported',
  path: '/operator/reports/:reportId/unhide',
  ...deed,
  refusals: [...DEED_REFUSALS, 'ALREADY_SO', 'NOTHING_TO_HIDE'],
});

/** Keeps a word about a report, which stays as it is. */
export const noteReport = endpoint({
  name: 'noteReport',
  path: '/operator/reports/:reportId/note',
  ...deed,
  refusals: DEED_REFUSALS,
});

/** Those that are for operators alone. */
export const REPORT_HANDLING: readonly Endpoint[] = [
  ...[listReports, dismissReport, hideReported, unhideReported, noteReport],
];
