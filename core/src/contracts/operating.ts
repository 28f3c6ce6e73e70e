import { z } from 'zod';
import { AUCTION_STATES } from '../rules/auction-states.ts';
import { isCalendarDate } from '../rules/kst.ts';
import { JOB_NAMES } from '../rules/operator-tasks.ts';
import { endpoint } from './endpoint.ts';
import type { RefusalCode } from './errors.ts';
import { amountKrwSchema, idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';

/** What everything that operators read may be refused with. */
export const READ_REFUSALS: RefusalCode[] = ['UNAUTHENTICATED', 'FORBIDDEN'];

const dayAuctionSchema = z.object({
  auctionId: idSchema,
  title: z.string(),
  sellerId: idSchema,
  sellerNickname: z.string(),
  state: z.enum(AUCTION_STATES),
  opensAtMs: momentMsSchema,
  closesAtMs: momentMsSchema,
  priceKrw: amountKrwSchema.nullable(),
  bidCount: z.int(),
  interrupted: z.boolean(),
  hidden: z.boolean(),
  /** What the judge has accepted and the record has not yet; null where Redis does not have the auction. */
  unrecorded: z.int().nullable(),
});
export type DayAuction = z.infer<typeof dayAuctionSchema>;

const countsSchema = z.object({
  ...Object.fromEntries(AUCTION_STATES.map((state) => [state, z.int()])),
  interrupted: z.int(),
  hidden: z.int(),
} as Record<(typeof AUCTION_STATES)[number] | 'interrupted' | 'hidden', z.ZodInt>);

/** The auctions of a sale date and where they stand, those that close first before the others. */
export const getOperatorDay = endpoint({
  name: 'getOperatorDay',
  method: 'GET',
  path: '/operator/day',
  auth: 'required',
  query: z.strictObject({
    /** Today in Seoul unless told. */
    saleDate: z.string().refine(isCalendarDate, '달력에 있는 날짜를 골라 주세요.').optional(),
    ...pageQuery,
  }),
  reply: pageOf(dayAuctionSchema).extend({
    saleDate: z.string(),
    serverNowMs: momentMsSchema,
    /** Of the whole day, by the record and the clock. */
    counts: countsSchema,
  }),
  refusals: READ_REFUSALS,
});

const waitingSchema = z.object({ waiting: z.int(), sinceMs: momentMsSchema.nullable() });

/** How an sse-server shows, of the ten seconds before it told; times are the longest, null where there was none. */
const windowSchema = z.object({
  watchers: z.int(),
  /** Watchers who have not taken what they were sent. */
  behind: z.int(),
  /** Watched auctions that cannot be read now. */
  away: z.int(),
  deliveriesPerS: z.int(),
  fanOutMaxMs: z.number().nullable(),
  /** From a bid's acceptance until the process heard of it. */
  heardAfterMaxMs: z.number().nullable(),
});

/** How the rooms are, as they and the stores tell it. */
export const getOperatorHealth = endpoint({
  name: 'getOperatorHealth',
  method: 'GET',
  path: '/operator/health',
  auth: 'required',
  reply: z.object({
    serverNowMs: momentMsSchema,
    /** Each process that has told of itself within a day; `faults` in its own words. */
    rooms: z.array(
      z.object({
        room: z.string(),
        instance: z.string(),
        atMs: momentMsSchema,
        faults: z.array(z.string()),
        /** What an sse-server tells of itself beside that; null of every other room. */
        window: windowSchema.nullable(),
      }),
    ),
    /** Null while Redis does not answer, as is all that only Redis knows. */
    recorder: z
      .object({
        /** Entries that were accepted and are not recorded yet, in auctions that are not over. */
        behind: z.int(),
        auctionsBehind: z.int(),
        auctionsMissing: z.int(),
        /** Told to somebody and perhaps lost; the keeper finds out. */
        doubts: z.int(),
      })
      .nullable(),
    /** How many auctions wait for the index of the search, and since when the longest. */
    search: waitingSchema,
    mails: waitingSchema,
    webhooks: waitingSchema,
    tasks: waitingSchema,
    /** When a judge was last away; `endedAtMs` null while it lasts. */
    lastOutage: z
      .object({ startedAtMs: momentMsSchema, endedAtMs: momentMsSchema.nullable() })
      .nullable(),
    /** The last run of each function of the clock; nulls where none is known. */
    jobs: z.array(
      z.object({
        job: z.enum(JOB_NAMES),
        startedAtMs: momentMsSchema.nullable(),
        wentWellAtMs: momentMsSchema.nullable(),
        tookMs: z.int().nullable(),
        fault: z.string().nullable(),
      }),
    ),
  }),
  refusals: READ_REFUSALS,
});
export type Health = z.output<typeof getOperatorHealth.reply>;

const ofOrder = { orderId: idSchema, title: z.string(), amountKrw: amountKrwSchema };
const auctionSince = { auctionId: idSchema, title: z.string(), sinceMs: momentMsSchema };
const troubleOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ count: z.int(), items: z.array(z.object(shape)) });

/** What waits for a person: of each the whole count, and the longest waiting. */
export const getOperatorTroubles = endpoint({
  name: 'getOperatorTroubles',
  method: 'GET',
  path: '/operator/troubles',
  auth: 'required',
  reply: z.object({
    /**
     * Whether money moved is not known: sent to Toss, and no answer has settled it yet; or an account
     * waits for money of which Toss has told nothing for long.
     */
    unknownPayments: troubleOf({
      ...ofOrder,
      sinceMs: momentMsSchema,
      /** For so long that a person was told. */
      isLong: z.boolean(),
    }),
    /** They go on although the money that they were paid with is not here. */
    lackingMoney: troubleOf({
      orderId: idSchema,
      title: z.string(),
      amountKrw: amountKrwSchema,
      /** Since when they stand as they do now. */
      sinceMs: momentMsSchema,
    }),
    refunds: troubleOf({
      ...ofOrder,
      state: z.enum(['refused', 'needs-account']),
      failureCode: z.string().nullable(),
      sinceMs: momentMsSchema,
    }),
    /** Past their time, though the clock's functions should have moved them on. */
    lateOrders: troubleOf({
      ...ofOrder,
      dueAtMs: momentMsSchema,
    }),
    interrupted: troubleOf(auctionSince),
    /** Closed for a while, and without a result. */
    unsettled: troubleOf(auctionSince),
    mailsGivenUp: troubleOf({
      mailId: idSchema,
      kind: z.string(),
      fault: z.string().nullable(),
      sinceMs: momentMsSchema,
    }),
  }),
  refusals: READ_REFUSALS,
});
export type Troubles = z.output<typeof getOperatorTroubles.reply>;

/** What comparing Redis, the record and the orders, and checking the books, last came to. */
export const listReconciliations = endpoint({
  name: 'listReconciliations',
  method: 'GET',
  path: '/operator/reconciliation',
  auth: 'required',
  reply: z.object({
    items: z.array(
      z.object({
        /** Null for the books, which are of no day. */
        saleDate: z.string().nullable(),
        compared: z.int(),
        differenceCount: z.int(),
        differences: z.array(z.string()),
        ranAtMs: momentMsSchema,
      }),
    ),
  }),
  refusals: READ_REFUSALS,
});
export type Reconciled = z.output<typeof listReconciliations.reply>['items'][number];
