import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { auctions } from '@sagopalgo/core/mysql/schema.ts';
import type { AuctionSearch, SearchQuery } from '@sagopalgo/core/search/auction-search.ts';
import { elasticSearch } from '@sagopalgo/core/search/elastic/elastic-search.ts';
import { embeddedSearch } from '@sagopalgo/core/search/embedded/embedded-search.ts';
import { QUESTIONS, TYPED } from './questions.ts';
import type { Question } from './questions.ts';
import type { LoadRun, SearchStores } from './search-stores.ts';

/** Long enough for whatever the longest takes: how long it is, is what is measured. */
const WITHIN_MS = 60_000;
const LIMIT = 20;
const SUGGESTIONS = 8;

export const ARMS = ['elasticsearch', 'embedded', 'like'] as const;
/** `like` has no facets, no count and no typos: its first page is all that it is asked for. */
export type Arm = (typeof ARMS)[number];

/** How long one answer took. */
export interface Asked {
  arm: Arm;
  kind: 'find' | 'suggest';
  ms: number;
  isFound: boolean;
}

type Find = (query: SearchQuery) => Promise<number>;

/** A server in Java begins slowly: so often it is asked everything before anything counts. */
const WARM_UP_ROUNDS = 20;

/** Asks every question of every arm by turns, so often after a round that is not counted. */
export async function askStores(
  { db, elastic, filled }: SearchStores,
  rounds: number,
  { say, interrupted }: LoadRun,
): Promise<Asked[]> {
  const inElastic = elasticSearch(elastic, WITHIN_MS);
  const embedded = embeddedSearch(db, { atOnce: 4, waitingMax: 32, withinMs: WITHIN_MS });
  const finds: Record<Arm, Find> = {
    elasticsearch: countOf(inElastic),
    embedded: countOf(embedded),
    like: async (query) => {
      const [rows] = await db.execute(likeQuery(query));
      return (rows as unknown as unknown[]).length;
    },
  };
  say('Elasticsearch warms up …');
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    for (const question of QUESTIONS) await inElastic.find(queryOf(question, filled.nowMs));
    interrupted.throwIfAborted();
  }
  const asked: Asked[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds} at ${filled.count} listings …`);
    const answers: Asked[] = [];
    for (const question of QUESTIONS) {
      interrupted.throwIfAborted();
      const query = queryOf(question, filled.nowMs);
      for (const arm of ARMS) answers.push(await timed(arm, 'find', () => finds[arm](query)));
    }
    for (const typed of TYPED) {
      for (const [arm, search] of [
        ['elasticsearch', inElastic],
        ['embedded', embedded],
      ] as const) {
        const suggest = async () => (await search.suggest(typed, SUGGESTIONS)).length;
        answers.push(await timed(arm, 'suggest', suggest));
      }
    }
    if (round > 0) asked.push(...answers);
  }
  return asked;
}

async function timed(arm: Arm, kind: Asked['kind'], work: () => Promise<number>): Promise<Asked> {
  const startedAtMs = performance.now();
  const count = await work();
  return { arm, kind, ms: performance.now() - startedAtMs, isFound: count > 0 };
}

function countOf(search: AuctionSearch): Find {
  return async (query) => (await search.find(query)).auctionIds.length;
}

function queryOf(question: Question, nowMs: number): SearchQuery {
  return {
    ...{
      nowMs,
      categoryId: null,
      categoryIds: null,
      minKrw: null,
      maxKrw: null,
      closesBeforeMs: null,
    },
    ...{ hashtag: null, noBids: false, limit: LIMIT, cursor: null },
    ...question,
  };
}

/** What is written without any index of words: every word somewhere, filters and order as asked for. */
function likeQuery(query: SearchQuery): SQL {
  const { title, description, hashtags, categoryId, bidCount } = auctions;
  const price = sql`COALESCE(${auctions.priceKrw}, ${auctions.startKrw})`;
  const wanted = [
    ...query.words.split(' ').map((word) => {
      const pattern = `%${word}%`;
      return sql`(${title} LIKE ${pattern} OR ${description} LIKE ${pattern} OR ${hashtags} LIKE ${pattern})`;
    }),
    inState(query),
    ...(query.categoryIds === null ? [] : [sql`${categoryId} IN ${query.categoryIds}`]),
    ...(query.maxKrw === null ? [] : [sql`${price} <= ${query.maxKrw}`]),
    ...(query.noBids ? [sql`${bidCount} = 0`] : []),
  ];
  const { auctionId, closesAtMs, createdAtMs } = auctions;
  const orders: Partial<Record<SearchQuery['sort'], SQL>> = {
    newest: sql`${createdAtMs} DESC`,
    bids: sql`${bidCount} DESC`,
    'price-low': price,
  };
  const order = orders[query.sort] ?? sql`${closesAtMs}`;
  return sql`SELECT ${auctionId} FROM ${auctions} WHERE ${sql.join(wanted, sql` AND `)}
    ORDER BY ${order}, ${auctionId} LIMIT ${query.limit + 1}`;
}

function inState({ state, nowMs }: SearchQuery): SQL {
  const { state: recorded, opensAtMs, closesAtMs } = auctions;
  const isUnsettled = sql`${recorded} IN ('scheduled', 'live')`;
  if (state === 'coming') return sql`${isUnsettled} AND ${opensAtMs} > ${nowMs}`;
  if (state === 'ended') return sql`(NOT (${isUnsettled}) OR ${closesAtMs} <= ${nowMs})`;
  return sql`${isUnsettled} AND ${opensAtMs} <= ${nowMs} AND ${closesAtMs} > ${nowMs}`;
}
