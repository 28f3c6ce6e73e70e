import type { Auction } from '@sagopalgo/core/contracts/auctions.ts';
import type { ListedState } from '@sagopalgo/core/contracts/auction-lists.ts';
import type { Category } from '@sagopalgo/core/contracts/categories.ts';
import { connectSubscriber } from '@sagopalgo/core/redis/connect.ts';
import type { AuctionRedis } from '@sagopalgo/core/redis/connect.ts';
import { RECORD_NEWS_CHANNEL } from '@sagopalgo/core/redis/keys.ts';
import { readRecordNews, tellRecordNews } from '@sagopalgo/core/redis/record-news.ts';
import type { RecordNews } from '@sagopalgo/core/redis/record-news.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import type { AuctionRow } from './auction-rows.ts';
import { FlightCache } from './flight-cache.ts';
import type { KeepingRules } from './flight-cache.ts';

const AUCTIONS_MAX = 5_000;
const LISTS_MAX = 500;

/** What the record says of an auction, pictures and all; the same for whoever looks at it. */
export interface RecordedAuction {
  row: AuctionRow;
  images: Auction['images'];
}

/** Which auctions are on a page of a list, and where the next page begins. */
export interface ListPage {
  auctionIds: string[];
  nextCursor: string | null;
}

interface Used {
  redis: AuctionRedis;
  redisUrl: string;
  log: Pick<Log, 'debug'>;
  /** How old what is shown of the record may be. */
  lifeMs: number;
  /** Hears which kind was read, how much of it was kept, and how much had to be read. */
  onRead?: (cache: string, hits: number, misses: number) => void;
}

/**
 * What this process keeps of the record for a few seconds. Prices and times are not taken from it while
 * Redis answers, nor is anything that differs by who looks. Who changes something says so: all processes
 * then read it anew, and one that missed the word does so when the life of what it keeps is over.
 */
export class RecordCache {
  readonly auctions: FlightCache<RecordedAuction>;
  /** By what the auctions of a list are: those that come change while people list, and no others. */
  readonly lists: Record<ListedState, FlightCache<ListPage>>;
  readonly categories: FlightCache<readonly Category[]>;
  readonly #used: Used;
  readonly #subscriber: ReturnType<typeof connectSubscriber>;
  #connecting: Promise<void> = Promise.resolve();

  constructor(used: Used) {
    this.#used = used;
    const rules = (cache: string, entriesMax: number): KeepingRules => ({
      lifeMs: used.lifeMs,
      entriesMax,
      onRead: (hits, misses) => used.onRead?.(cache, hits, misses),
    });
    this.auctions = new FlightCache(rules('auctions', AUCTIONS_MAX));
    const lists = () => new FlightCache<ListPage>(rules('lists', LISTS_MAX));
    this.lists = { coming: lists(), live: lists(), ended: lists() };
    this.categories = new FlightCache(rules('categories', 1));
    this.#subscriber = connectSubscriber(used.redisUrl);
    this.#subscriber.on('error', (error: Error) => {
      used.log.debug('record-news.error', { reason: error.message });
    });
    this.#subscriber.on('smessage', (_channel, text) => this.#hear(text));
    this.#subscriber.on('ready', () => void this.#listen());
  }

  /** Begins to hear what other processes change; rejects when Redis does not answer yet, and goes on trying. */
  connect(): Promise<void> {
    const connecting = this.#subscriber.connect();
    this.#connecting = connecting;
    return connecting;
  }

  /** For after a change has been committed: what is kept of it is forgotten, here and everywhere. */
  async tell(news: RecordNews): Promise<void> {
    this.#forget(news);
    try {
      await tellRecordNews(this.#used.redis, news);
    } catch (error) {
      this.#used.log.debug('record-news.not-told', { error: describeError(error) });
    }
  }

  /** One that is cut off while it connects to a cluster would go on looking at its slots for ever. */
  async end(): Promise<void> {
    await this.#connecting.catch(() => undefined);
    this.#subscriber.disconnect();
  }

  // What was told while nothing listened is not known.
  async #listen(): Promise<void> {
    try {
      await this.#subscriber.ssubscribe(RECORD_NEWS_CHANNEL);
      this.#forgetAll();
    } catch (error) {
      this.#used.log.debug('record-news.not-heard', { error: describeError(error) });
    }
  }

  #hear(text: string): void {
    const news = readRecordNews(text);
    if (news) this.#forget(news);
  }

  #forget(news: RecordNews): void {
    if ('categories' in news) {
      this.categories.forgetAll();
      // Which auctions are below a category has changed with it.
      this.#forgetLists();
      return;
    }
    this.auctions.forget(news.auctionId);
    if (news.lists === 'coming') this.lists.coming.forgetAll();
    else if (news.lists === undefined) this.#forgetLists();
  }

  #forgetLists(): void {
    for (const lists of Object.values(this.lists)) lists.forgetAll();
  }

  #forgetAll(): void {
    this.auctions.forgetAll();
    this.#forgetLists();
    this.categories.forgetAll();
  }
}
