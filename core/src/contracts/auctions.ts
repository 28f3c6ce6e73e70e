import { z } from 'zod';
import { AUCTION_STATES } from '../rules/auction-states.ts';
import { CAP_MAX_KRW, faultInSteps } from '../rules/bid-steps.ts';
import { isCalendarDate } from '../rules/kst.ts';
import { endpoint, nothing } from './endpoint.ts';
import { amountKrwSchema, idSchema, momentMsSchema } from './fields.ts';
import { pageOf, pageQuery, wordsSchema } from './fields.ts';

const TITLE_MAX_CHARS = 80;
const DESCRIPTION_MAX_CHARS = 5000;
const STEP_ROWS_MAX = 30;

export const RESERVES = ['none', 'unmet', 'met'] as const;
export const STANDINGS = ['leading', 'outbid', 'won', 'lost'] as const;
const stepAmountSchema = z.int().min(0).max(CAP_MAX_KRW);
const stepsSchema = z
  .array(z.tuple([stepAmountSchema, stepAmountSchema]))
  .min(1)
  .max(STEP_ROWS_MAX);

const imageSchema = z.object({
  imageId: idSchema,
  url: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
});

/** An auction as everybody sees it; `me` and `own` only for the bidder and the seller concerned. */
export const auctionSchema = z.object({
  auctionId: idSchema,
  title: z.string(),
  description: z.string(),
  categoryId: idSchema,
  seller: z.object({ nickname: z.string() }),
  state: z.enum(AUCTION_STATES),
  startKrw: amountKrwSchema,
  steps: stepsSchema,
  capKrw: amountKrwSchema,
  /** Null before the first bid. */
  priceKrw: amountKrwSchema.nullable(),
  /** Null from the closing on, and when nobody can bid higher. */
  minimumKrw: amountKrwSchema.nullable(),
  bidCount: z.int(),
  leaderAlias: z.string().nullable(),
  reserve: z.enum(RESERVES),
  buyNowKrw: amountKrwSchema.nullable(),
  extension: z.enum(['none', 'auto']),
  opensAtMs: momentMsSchema,
  closesAtMs: momentMsSchema,
  images: z.array(imageSchema),
  viewCount: z.int(),
  seq: z.int(),
  epoch: z.string(),
  me: z
    .object({ alias: z.string(), ownMaxKrw: amountKrwSchema, standing: z.enum(STANDINGS) })
    .optional(),
  own: z.object({ reserveKrw: amountKrwSchema.nullable(), capKrw: amountKrwSchema }).optional(),
});
export type Auction = z.infer<typeof auctionSchema>;

const saleDateSchema = z.string().refine(isCalendarDate, '달력에 있는 날짜를 골라 주세요.');

const listingFields = {
  title: wordsSchema(TITLE_MAX_CHARS, '제목을 적어 주세요.'),
  description: wordsSchema(DESCRIPTION_MAX_CHARS, '설명을 적어 주세요.'),
  categoryId: idSchema,
  saleDate: saleDateSchema,
  startKrw: amountKrwSchema.max(CAP_MAX_KRW),
  bidUnitKrw: amountKrwSchema.max(CAP_MAX_KRW).optional(),
  steps: stepsSchema.optional(),
  capKrw: amountKrwSchema.max(CAP_MAX_KRW).optional(),
  extension: z.literal('none').optional(),
};

const newAuctionSchema = z
  .strictObject(listingFields)
  .superRefine((listing, context) => {
    const unitKinds = [listing.bidUnitKrw, listing.steps].filter((given) => given !== undefined);
    if (unitKinds.length !== 1) {
      context.addIssue({
        code: 'custom',
        path: ['bidUnitKrw'],
        message: '입찰 단위를 정해 주세요.',
      });
    }
  })
  .superRefine(checkAmounts);

const auctionChangesSchema = z.strictObject(listingFields).partial().superRefine(checkAmounts);

export type NewAuction = z.infer<typeof newAuctionSchema>;
export type AuctionChanges = z.infer<typeof auctionChangesSchema>;

const auctionParams = z.strictObject({ auctionId: idSchema });

export const createAuction = endpoint({
  name: 'createAuction',
  method: 'POST',
  path: '/auctions',
  auth: 'required',
  status: 201,
  body: newAuctionSchema,
  reply: auctionSchema,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
});

const AUCTION_SORTS = ['ending', 'newest'] as const;

export const listAuctions = endpoint({
  name: 'listAuctions',
  method: 'GET',
  path: '/auctions',
  auth: 'optional',
  query: z.strictObject({
    state: z.enum(['coming', 'live', 'ended']).default('live'),
    categoryId: idSchema.optional(),
    sort: z.enum(AUCTION_SORTS).default('ending'),
    ...pageQuery,
  }),
  reply: pageOf(auctionSchema),
});

export const getToday = endpoint({
  name: 'getToday',
  method: 'GET',
  path: '/auctions/today',
  auth: 'optional',
  query: z.strictObject(pageQuery),
  reply: pageOf(auctionSchema).extend({
    saleDate: z.string(),
    phase: z.enum(['coming', 'live', 'ended']),
    serverNowMs: momentMsSchema,
  }),
});

export const getAuction = endpoint({
  name: 'getAuction',
  method: 'GET',
  path: '/auctions/:auctionId',
  auth: 'optional',
  params: auctionParams,
  reply: auctionSchema,
  refusals: ['AUCTION_NOT_FOUND'],
});

export const changeAuction = endpoint({
  name: 'changeAuction',
  method: 'PATCH',
  path: '/auctions/:auctionId',
  auth: 'required',
  params: auctionParams,
  body: auctionChangesSchema,
  reply: auctionSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'AUCTION_NOT_FOUND',
    'NOT_OWNER',
    'AUCTION_ALREADY_OPEN',
    'EDIT_CONFLICT',
  ],
});

export const deleteAuction = endpoint({
  name: 'deleteAuction',
  method: 'DELETE',
  path: '/auctions/:auctionId',
  auth: 'required',
  status: 204,
  params: auctionParams,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'AUCTION_NOT_FOUND',
    'NOT_OWNER',
    'AUCTION_ALREADY_OPEN',
    'EDIT_CONFLICT',
  ],
});

export const listCategories = endpoint({
  name: 'listCategories',
  method: 'GET',
  path: '/categories',
  auth: 'none',
  query: nothing,
  reply: z.object({
    items: z.array(
      z.object({ categoryId: idSchema, name: z.string(), parentId: idSchema.nullable() }),
    ),
  }),
});

interface Amounts {
  startKrw?: number | undefined;
  capKrw?: number | undefined;
  steps?: [number, number][] | undefined;
}

function checkAmounts(listing: Amounts, context: z.core.$RefinementCtx): void {
  if (listing.steps && faultInSteps(listing.steps)) {
    context.addIssue({
      code: 'custom',
      path: ['steps'],
      message: '입찰 단위는 0원 구간부터 차례로, 1원 이상으로 정해 주세요.',
      input: listing.steps,
    });
  }
  if (listing.capKrw !== undefined && (listing.startKrw ?? 0) > listing.capKrw) {
    context.addIssue({
      code: 'custom',
      path: ['capKrw'],
      message: '상한가는 시작가보다 낮을 수 없어요.',
      input: listing.capKrw,
    });
  }
}
