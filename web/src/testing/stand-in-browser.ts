import { LiveFeed } from '../lib/live-feed.ts';
import type { LiveEvent } from '../lib/live-events.ts';
import { leadAlone } from '../lib/live-lock.ts';
import type { SeekLead } from '../lib/live-lock.ts';
import { ServerClock } from '../lib/server-clock.ts';
import { StandInStreams } from './stand-in-streams.ts';
import { StandInChannel, StandInLock } from './stand-in-tabs.ts';
import { StandInTime } from './stand-in-time.ts';

export interface StandInTab {
  feed: LiveFeed;
  clock: ServerClock;
  /** The names of the notices it has shown, and the own events it has heard of. */
  shown: string[];
  ownEvents: string[];
  /** Its timers and messages wait. */
  freeze: () => void;
  thaw: () => void;
  /** What was said to it while it was frozen never reaches it. */
  loseLate: () => void;
  crash: () => void;
  /** Its monotonic clock stood still so long. */
  standStill: (forMs: number) => void;
  /** Crashes where another one leads. */
  vanish: () => void;
}

/** A browser with tabs, in front of a server that the test plays. */
export class StandInBrowser {
  readonly time = new StandInTime();
  readonly streams = new StandInStreams();
  readonly #channel = new StandInChannel();
  readonly #lock = new StandInLock();
  #count = 0;
  #signedInUntilMs = 0;

  /** Renewals of the sign-in so far. */
  renewals = 0;

  /** Somebody is signed in, as the browser remembers. */
  signIn(untilMs: number): void {
    this.#signedInUntilMs = untilMs;
  }

  /** Opens a tab that watches these auctions. */
  openTab(watched: readonly string[], { canAgree = true, isVisible = true } = {}): StandInTab {
    this.#count += 1;
    const tabId = `tab-${this.#count}`;
    const { time } = this;
    const waiting: (() => void)[] = [];
    let countsFromMs = time.nowMs;
    let state: 'running' | 'frozen' | 'gone' = 'running';
    const robbed: (() => void)[] = [];
    const seekLead = heldBack(this.#lock.seek, () => state === 'frozen', robbed);
    const clock = new ServerClock(() => time.nowMs - countsFromMs);
    const feed = new LiveFeed({
      ...{ tabId, clock },
      channel: canAgree ? this.#channel.of(tabId) : { post: () => {}, listen: () => () => {} },
      seekLead: canAgree ? seekLead : leadAlone,
      open: this.streams.open,
      after: (delayMs, work) =>
        time.after(delayMs, () => {
          if (state === 'running') work();
          else if (state === 'frozen') waiting.push(work);
        }),
      random: () => 0.5,
      wallMs: () => time.nowMs,
      isSignedIn: () => this.#signedInUntilMs > time.nowMs,
      renewSince: () => {
        this.renewals += 1;
        return Promise.resolve(true);
      },
    });
    const heard = recordsOf(feed);
    const vanish = (): void => {
      state = 'gone';
      this.#channel.crash(tabId);
    };
    feed.watch(watched);
    feed.team.join(isVisible);
    return {
      ...{ feed, clock, ...heard },
      freeze: () => {
        state = 'frozen';
        this.#channel.freeze(tabId);
      },
      thaw: () => {
        state = 'running';
        this.#channel.thaw(tabId);
        for (const work of waiting.splice(0)) work();
        // The lock's word reaches it last of all.
        for (const learn of robbed.splice(0)) learn();
      },
      standStill: (forMs) => {
        countsFromMs += forMs;
      },
      loseLate: () => this.#channel.loseLate(tabId),
      vanish,
      crash: () => {
        vanish();
        this.streams.last.isClosed = true;
        this.#lock.loseHolder();
      },
    };
  }

  /** Lets the tabs find each other and the leader connect; the server opens the stream. */
  connect(): void {
    this.time.pass(200);
    this.streams.last.onOpen();
  }

  /** The server says something on the one stream. */
  say(...events: LiveEvent[]): void {
    for (const { type, data } of events) this.streams.last.onEvent(type, JSON.stringify(data));
  }
}

/** What the tab shows and hears of the signed-in person, from now on. */
function recordsOf(feed: LiveFeed): Pick<StandInTab, 'shown' | 'ownEvents'> {
  const [shown, ownEvents]: [string[], string[]] = [[], []];
  feed.onNotice(({ type, data }) => shown.push(`${type} ${data.auctionId}`));
  feed.onOwn(({ type }) => ownEvents.push(type));
  return { shown, ownEvents };
}

/** The lock, whose word that the lead was taken waits in `robbed` while the tab is frozen. */
function heldBack(seek: SeekLead, isFrozen: () => boolean, robbed: (() => void)[]): SeekLead {
  return ({ onGranted, onStolen }, force) => {
    const onRobbed = (): unknown => (isFrozen() ? robbed.push(onStolen) : onStolen());
    return seek({ onGranted, onStolen: onRobbed }, force);
  };
}

/** How a tab shows an auction: its price and where it stands. */
export function shownBy({ feed }: StandInTab, auctionId: string) {
  const held = feed.state().auctions.get(auctionId);
  return held && { seq: held.seq, priceKrw: held.priceKrw, bids: held.bids.map(({ seq }) => seq) };
}

const SERVER_MS = 1_790_000_500_000;

export function snapshotOf(
  auctionId: string,
  seq: number,
): Extract<LiveEvent, { type: 'snapshot' }> {
  const { alias: _alias, acceptedAtMs: _at, ...facts } = bidOf(auctionId, seq).data;
  return { type: 'snapshot', data: { ...facts, state: 'live', serverNowMs: SERVER_MS } };
}

export function bidOf(auctionId: string, seq: number): Extract<LiveEvent, { type: 'bid' }> {
  const priceKrw = 1000 + 100 * seq;
  const alias = `입찰자 ${seq}`;
  const at = { auctionId, epoch: 'e1', seq, bidCount: seq, reserve: 'none' as const };
  const price = { priceKrw, minimumKrw: priceKrw + 100, alias, leaderAlias: alias };
  const times = { acceptedAtMs: SERVER_MS, closesAtMs: SERVER_MS + 600_000 };
  return { type: 'bid', data: { ...at, ...price, ...times } };
}

export function outbidOf(auctionId: string, seq: number): Extract<LiveEvent, { type: 'outbid' }> {
  const { epoch, priceKrw, minimumKrw, closesAtMs } = bidOf(auctionId, seq).data;
  return { type: 'outbid', data: { auctionId, epoch, seq, priceKrw, minimumKrw, closesAtMs } };
}
