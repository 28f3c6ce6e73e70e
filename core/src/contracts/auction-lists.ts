import { z } from 'zod';
import { auctionSchema, hashtagSchema } from './auctions.ts';
import { endpoint } from './endpoint.ts';
import { amountKrwSchema, countChars, idSchema, momentMsSchema } from './fields.ts';
import { pageOf, pageQuery, wholeNumberSchema } from './fields.ts';

/** Words to look for are at most this long. */
export const QUERY_MAX_CHARS = 100;
/** A page of what words are found in is at most so long: where they stand is worked out for each. */
export const FOUND_PAGE_MAX = 40;
const ENDING_MAX_HOURS = 24 * 30;

/** In which order auctions are listed; `relevance` needs words to look for. */
export const AUCTION_SORTS = [
  'ending',
  'newest',
  'bids',
  'views',
  'price-low',
  'price-high',
  'relevance',
] as const;
export type AuctionSort = (typeof AUCTION_SORTS)[number];

export const LIST_STATES = ['coming', 'live', 'ended'] as const;
export type ListedState = (typeof LIST_STATES)[number];

const queryWordsSchema = z
  .string()
  .trim()
  .refine(
    (words) => countChars(words) <= QUERY_MAX_CHARS,
    `${QUERY_MAX_CHARS}자까지 찾을 수 있어요.`,
  );
const priceQuerySchema = wholeNumberSchema.pipe(amountKrwSchema);

/** What of the found words stood where, as pieces of the text; `hit` marks the words looked for. */
const highlightSchema = z.array(z.object({ text: z.string(), hit: z.boolean() }));
export type Highlight = z.infer<typeof highlightSchema>;

const facetsSchema = z.object({
  /** Of all found but for the category asked for; below each its own and those of its children. */
  categories: z.array(z.object({ categoryId: idSchema, count: z.int() })),
  /** Of all found but for the state asked for; a state may be missing where counting it takes too long. */
  states: z.array(z.object({ state: z.enum(LIST_STATES), count: z.int() })),
  /** Of all found but for the prices asked for: from `fromKrw` on, below `toKrw` (null: without end). */
  prices: z.array(z.object({ fromKrw: z.int(), toKrw: z.int().nullable(), count: z.int() })),
});
export type Facets = z.infer<typeof facetsSchema>;

/** How many were found; above a bound of the search's own only that they are at least so many. */
const totalSchema = z.object({ count: z.int(), isExact: z.boolean() });

export const listAuctions = endpoint({
  name: 'listAuctions',
  method: 'GET',
  path: '/auctions',
  auth: 'optional',
  query: z
    .strictObject({
      state: z.enum(LIST_STATES).default('live'),
      /** The category and all that are below it. */
      categoryId: idSchema.optional(),
      /** By relevance when there are words, else those that end soon first. */
      sort: z.enum(AUCTION_SORTS).optional(),
      /** Words in title, description, category and hashtags. */
      q: queryWordsSchema.optional(),
      /** Only those that have this hashtag, whatever its case, width and accents. */
      hashtag: hashtagSchema.optional(),
      /** The price as it stands, or the starting price before the first bid. */
      minKrw: priceQuerySchema.optional(),
      maxKrw: priceQuerySchema.optional(),
      /** Only those that close within so many hours. */
      endingWithinHours: wholeNumberSchema.pipe(z.int().min(1).max(ENDING_MAX_HOURS)).optional(),
      /** Only those that nobody has bid on. */
      noBids: z.literal('true').optional(),
      ...pageQuery,
    })
    .superRefine(({ sort, q, minKrw, maxKrw, limit }, context) => {
      if (q && limit > FOUND_PAGE_MAX) {
        const message = `찾는 말이 있으면 한 번에 ${FOUND_PAGE_MAX}개까지 볼 수 있어요.`;
        context.addIssue({ code: 'custom', path: ['limit'], message });
      }
      if (sort === 'relevance' && !q) {
        context.addIssue({
          code: 'custom',
          path: ['sort'],
          message: '찾는 말이 있을 때만 쓸 수 있어요.',
        });
      }
      if (minKrw !== undefined && maxKrw !== undefined && minKrw > maxKrw) {
        const message = '가장 높은 금액이 가장 낮은 금액보다 낮아요.';
        context.addIssue({ code: 'custom', path: ['maxKrw'], message });
      }
    }),
  reply: pageOf(
    auctionSchema.extend({
      /** Where the words looked for stand; only with `q`. */
      highlight: z.object({ title: highlightSchema, description: highlightSchema }).optional(),
    }),
  ).extend({
    /** Only with `q` or `hashtag`. */
    total: totalSchema.optional(),
    facets: facetsSchema.optional(),
  }),
});
export type ListQuery = z.output<typeof listAuctions.query>;

export const getToday = endpoint({
  name: 'getToday',
  method: 'GET',
  path: '/auctions/today',
  auth: 'optional',
  query: z.strictObject(pageQuery),
  reply: pageOf(auctionSchema).extend({
    saleDate: z.string(),
    phase: z.enum(LIST_STATES),
    serverNowMs: momentMsSchema,
  }),
});

/** Ends what somebody is typing: words of titles, hashtags and categories, most used first. */
export const suggestWords = endpoint({
  name: 'suggestWords',
  method: 'GET',
  path: '/search/suggestions',
  auth: 'none',
  query: z.strictObject({ q: queryWordsSchema }),
  reply: z.object({
    items: z.array(
      z.object({
        text: z.string(),
        kind: z.enum(['title', 'hashtag', 'category']),
        /** With `kind` category. */
        categoryId: idSchema.optional(),
      }),
    ),
  }),
});
export type Suggestion = z.output<typeof suggestWords.reply>['items'][number];

/** Hashtags that go on from what a seller types, with how many listed auctions have each, most used first. */
export const suggestHashtags = endpoint({
  name: 'suggestHashtags',
  method: 'GET',
  path: '/search/hashtags',
  auth: 'none',
  query: z.strictObject({ q: queryWordsSchema }),
  reply: z.object({ items: z.array(z.object({ hashtag: z.string(), count: z.int() })) }),
});
export type HashtagSuggestion = z.output<typeof suggestHashtags.reply>['items'][number];
