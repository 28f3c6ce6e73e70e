import { z } from 'zod';
import { AUCTION_STATES } from '../rules/auction-states.ts';
import { CAP_MAX_KRW, faultInSteps, STEP_ROWS_MAX } from '../rules/bid-steps.ts';
import type { BidSteps } from '../rules/bid-steps.ts';
import { isCalendarDate } from '../rules/kst.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, countChars, idSchema, momentMsSchema, wordsSchema } from './fields.ts';
import { AUCTION_IMAGES_MAX, imageSchema } from './images.ts';

export const TITLE_MAX_CHARS = 80;
export const DESCRIPTION_MAX_CHARS = 5000;
export const HASHTAGS_MAX = 10;
export const HASHTAG_MAX_CHARS = 20;

export const RESERVES = ['none', 'unmet', 'met'] as const;
/** Whether a late bid moves the closing (bidding.md, "Automatic extension"). */
export const EXTENSIONS = ['none', 'auto'] as const;
/** What the seller wants when the winner does not pay: the runner-up asked, or the thing back. */
export const ON_DEFAULT = ['second-chance', 'relist'] as const;
export type OnDefault = (typeof ON_DEFAULT)[number];
export const STANDINGS = ['leading', 'outbid', 'won', 'lost'] as const;
const stepAmountSchema = z.int().min(0).max(CAP_MAX_KRW);
const stepsSchema = z
  .array(z.tuple([stepAmountSchema, stepAmountSchema]))
  .min(1)
  .max(STEP_ROWS_MAX);

/** An auction as everybody sees it; `me` and `own` only for the bidder and the seller concerned. */
export const auctionSchema = z.object({
  auctionId: idSchema,
  title: z.string(),
  description: z.string(),
  categoryId: idSchema,
  /** Without their sign. */
  hashtags: z.array(z.string()),
  /** The id leads to what else they sell, and says nothing of what they bid. */
  seller: z.object({ sellerId: idSchema, nickname: z.string() }),
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
  /** Binds the seller to the hidden reserve: SHA-256 in hex; null without a reserve. */
  reserveCommitment: z.string().nullable(),
  buyNowKrw: amountKrwSchema.nullable(),
  extension: z.enum(EXTENSIONS),
  /** The buyer's premium on top of the price, in hundredths of a percent; 0 without one. */
  premiumBp: z.int(),
  opensAtMs: momentMsSchema,
  closesAtMs: momentMsSchema,
  images: z.array(imageSchema),
  viewCount: z.int(),
  /** How many people have it on their watchlist. */
  watchCount: z.int(),
  /** Whether it is on one's own; only when signed in. */
  watched: z.boolean().optional(),
  seq: z.int(),
  epoch: z.string(),
  /** Acknowledged bids may be missing: nothing goes on until an operator has decided. */
  interrupted: z.boolean(),
  /** Kept from lists, search and strangers by an operator; only then, and only for those who still see it. */
  hidden: z.literal(true).optional(),
  me: z
    .object({ alias: z.string(), ownMaxKrw: amountKrwSchema, standing: z.enum(STANDINGS) })
    .optional(),
  own: z
    .object({
      reserveKrw: amountKrwSchema.nullable(),
      capKrw: amountKrwSchema,
      /** What we keep of the price, in hundredths of a percent. */
      feeBp: z.int(),
      onDefault: z.enum(ON_DEFAULT),
    })
    .optional(),
});
export type Auction = z.infer<typeof auctionSchema>;

const saleDateSchema = z.string().refine(isCalendarDate, '달력에 있는 날짜를 골라 주세요.');

/** A hashtag as it is kept, whatever its sign and case were. */
export const hashtagSchema = z
  .string()
  .transform((hashtag) => hashtag.trim().replace(/^#+/, '').normalize('NFC').toLowerCase())
  .refine(
    (hashtag) => /^[\p{L}\p{N}_]+$/u.test(hashtag),
    '해시태그에는 글자와 숫자만 쓸 수 있어요.',
  )
  .refine(
    (hashtag) => countChars(hashtag) <= HASHTAG_MAX_CHARS,
    `해시태그는 ${HASHTAG_MAX_CHARS}자까지 적을 수 있어요.`,
  );

const listingFields = {
  title: wordsSchema(TITLE_MAX_CHARS, '제목을 적어 주세요.'),
  description: wordsSchema(DESCRIPTION_MAX_CHARS, '설명을 적어 주세요.'),
  categoryId: idSchema,
  hashtags: z
    .array(hashtagSchema)
    .max(HASHTAGS_MAX, `해시태그는 ${HASHTAGS_MAX}개까지 달 수 있어요.`)
    .transform((hashtags) => [...new Set(hashtags)])
    .optional(),
  /** The seller's own uploads, in the order in which they are shown. */
  imageIds: z
    .array(idSchema)
    .max(AUCTION_IMAGES_MAX, `사진은 ${AUCTION_IMAGES_MAX}장까지 올릴 수 있어요.`)
    .refine((ids) => new Set(ids).size === ids.length, '같은 사진이 두 번 있어요.')
    .optional(),
  saleDate: saleDateSchema,
  startKrw: amountKrwSchema.max(CAP_MAX_KRW),
  bidUnitKrw: amountKrwSchema.max(CAP_MAX_KRW).optional(),
  steps: stepsSchema.optional(),
  capKrw: amountKrwSchema.max(CAP_MAX_KRW).optional(),
  extension: z.enum(EXTENSIONS).optional(),
  onDefault: z.enum(ON_DEFAULT).optional(),
};
const hiddenAmountSchema = amountKrwSchema.max(CAP_MAX_KRW);

const newAuctionSchema = z
  .strictObject({
    ...listingFields,
    /**
     * Kept over retries by the caller: the same one of the same seller is the same auction. With another
     * content it is refused: ALREADY_LISTED says by `auctionId` what was listed under it.
     */
    listingId: z.uuid().toLowerCase().optional(),
    reserveKrw: hiddenAmountSchema.optional(),
    buyNowKrw: hiddenAmountSchema.optional(),
  })
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

/** Null takes a reserve or a buy-now price away again. */
const auctionChangesSchema = z
  .strictObject({
    ...listingFields,
    reserveKrw: hiddenAmountSchema.nullable(),
    buyNowKrw: hiddenAmountSchema.nullable(),
  })
  .partial()
  .superRefine(checkAmounts);

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
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'IMAGE_NOT_READY', 'ALREADY_LISTED'],
});

export const getAuction = endpoint({
  name: 'getAuction',
  method: 'GET',
  path: '/auctions/:auctionId',
  auth: 'optional',
  params: auctionParams,
  reply: auctionSchema,
  refusals: ['AUCTION_NOT_FOUND', 'AUCTION_HIDDEN'],
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
    'IMAGE_NOT_READY',
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

/** The amounts of a listing, or those of them that a change names. */
export interface ListedAmounts {
  startKrw?: number | undefined;
  capKrw?: number | undefined;
  steps?: BidSteps | undefined;
  reserveKrw?: number | null | undefined;
  buyNowKrw?: number | null | undefined;
}

/**
 * What is wrong with the amounts of a listing (bidding.md, "What is checked when an auction is
 * listed"): the field and what to do about it, in Korean. Fields that are not given are not compared.
 */
export function faultsInAmounts(listing: ListedAmounts): { path: string; message: string }[] {
  const { startKrw, steps } = listing;
  const reserveKrw = listing.reserveKrw ?? undefined;
  const buyNowKrw = listing.buyNowKrw ?? undefined;
  // Without a cap of its own every amount is within CAP_MAX_KRW by its form.
  const { capKrw } = listing;
  const checks: [isFault: boolean, path: string, message: string][] = [
    [
      steps !== undefined && faultInSteps(steps) !== null,
      'steps',
      '입찰 단위는 0원 구간부터 차례로, 1원 이상으로 정해 주세요.',
    ],
    [isAbove(startKrw, capKrw), 'capKrw', '상한가는 시작가보다 낮을 수 없어요.'],
    [isAtLeast(startKrw, reserveKrw), 'reserveKrw', '최저 낙찰가는 시작가보다 높아야 해요.'],
    [isAbove(reserveKrw, capKrw), 'reserveKrw', '최저 낙찰가는 상한가보다 높을 수 없어요.'],
    [isAtLeast(startKrw, buyNowKrw), 'buyNowKrw', '즉시 구매가는 시작가보다 높아야 해요.'],
    [isAbove(reserveKrw, buyNowKrw), 'buyNowKrw', '즉시 구매가는 최저 낙찰가보다 낮을 수 없어요.'],
    [isAbove(buyNowKrw, capKrw), 'buyNowKrw', '즉시 구매가는 상한가보다 높을 수 없어요.'],
  ];
  return checks.filter(([isFault]) => isFault).map(([, path, message]) => ({ path, message }));
}

function isAbove(amountKrw: number | undefined, otherKrw: number | undefined): boolean {
  return amountKrw !== undefined && otherKrw !== undefined && amountKrw > otherKrw;
}

function isAtLeast(amountKrw: number | undefined, otherKrw: number | undefined): boolean {
  return amountKrw !== undefined && otherKrw !== undefined && amountKrw >= otherKrw;
}

function checkAmounts(listing: ListedAmounts, context: z.core.$RefinementCtx): void {
  for (const { path, message } of faultsInAmounts(listing)) {
    context.addIssue({ code: 'custom', path: [path], message });
  }
}
