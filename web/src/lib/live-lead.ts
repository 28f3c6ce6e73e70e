import type { LiveEventType } from './live-events.ts';
import { isOwn, LIVE_EVENT_TYPES, parseLiveEvent } from './live-events.ts';
import type { LiveMemory } from './live-memory.ts';
import type { LeaderMessage, Position, Want } from './live-messages.ts';
import { asTold } from './live-messages.ts';
import type { OwnNotice } from './live-notices.ts';
import type { TeamDeps } from './live-team.ts';
import type { Wish } from './live-uplink.ts';
import { LiveUplink } from './live-uplink.ts';

/** So that a screen of cards that appear together asks once. */
const GATHER_MS = 60;
/** How long the other tabs are given to say how far they were told. */
const ROLL_CALL_MS = 100;
/** So long after it has opened a connection has told what was missed of whatever it was asked for. */
const JOINED_WITHIN_MS = 2000;
/** When nobody looks any more, the connection is let go after this. */
const LINGER_MS = 15_000;
/** A hidden tab's timers soon run once a minute: the lead goes to one that is looked at. */
const HAND_OVER_MS = 60_000;

type WithoutSender<Message> = Message extends LeaderMessage
  ? Omit<Message, 'from' | 'term'>
  : never;

export interface LeadHandlers {
  onOwn: (untilMs: number | null) => void;
  onNotice: (notice: OwnNotice) => void;
  /** Another tab should lead. */
  onTired: () => void;
}

/** What a tab does as long as it leads: holds the connection, and tells the others what it hears. */
export class LiveLead {
  readonly #deps: TeamDeps;
  readonly #memory: LiveMemory;
  readonly #handlers: LeadHandlers;
  readonly #uplink: LiveUplink;
  /** Auctions of which a tab has been given the state, by tab. */
  readonly #given = new Map<string, Set<string>>();
  /** The least that any tab has been told of an auction, as the roll call says. */
  readonly #behind = new Map<string, Position>();
  /** Auctions of which the server knows nothing: asked for once as long as somebody watches them. */
  readonly #refused = new Set<string>();
  readonly #term: number;
  #isCalling = true;
  #isResting = false;
  /** The connection still tells of the person who was signed in before. */
  #isAnothers = false;
  #openedAtMs = 0;
  #isSettled = false;
  #hiddenSinceMs: number | null = null;
  #unseenSinceMs: number | null = null;
  #cancelCall: (() => void) | null = null;

  constructor(deps: TeamDeps, memory: LiveMemory, term: number, handlers: LeadHandlers) {
    this.#deps = deps;
    this.#memory = memory;
    this.#term = term;
    this.#handlers = handlers;
    this.#uplink = new LiveUplink(deps, {
      wish: () => this.#wish(),
      onOpened: (ids) => this.#opened(ids),
      onLost: (agoMs) => {
        this.#memory.lose(agoMs);
        this.#say();
      },
      // Only a person's stream may show nothing: whoever was one is so no more.
      onRefused: (ids) => {
        if (ids.length === 0) this.#handlers.onOwn(null);
      },
      onSign: () => this.#heardSign(),
      onIdle: () => this.#idle(),
      onEvent: (type, text) => this.#tell(type, text),
    });
  }

  /** Asks how far each tab was told, then connects from where the hindmost stands. */
  begin(): void {
    this.#say(true);
    this.#cancelCall = this.#deps.after(ROLL_CALL_MS, () => {
      this.#isCalling = false;
      this.regard();
    });
  }

  end(): void {
    this.#cancelCall?.();
    this.#uplink.close();
  }

  /** Says that it is there. */
  beat(): void {
    this.#memory.roster.expire(this.#deps.wallMs(), this.#deps.tabId);
    this.#say();
    this.regard();
  }

  /** A tab says what it watches: it is given what is known of that. */
  wanted({ from, wanted, asks, positions }: Want): void {
    const given = this.#given.get(from) ?? new Set();
    const { auctions } = this.#memory.state;
    for (const [auctionId, position] of Object.entries(positions ?? {})) {
      const held = auctions.get(auctionId);
      if (held?.epoch !== position.epoch) continue;
      const isBehind = position.seq < held.seq;
      // Once the stream has been asked for, whoever is behind is given the state.
      if (isBehind && !this.#isCalling) continue;
      given.add(auctionId);
      if (isBehind) this.#noteBehind(auctionId, position);
    }
    this.#given.set(from, given);
    if (!asks && !wanted.some((id) => auctions.has(id) && !given.has(id))) return;
    this.#given.set(from, new Set([...given, ...auctions.keys()]));
    this.#giveState(from);
  }

  /** Looks at which tabs there are, what they watch and who can be seen. */
  regard(): void {
    const { roster } = this.#memory;
    const nowMs = this.#deps.wallMs();
    const visibleId = roster.visibleTab();
    const isHidden = !roster.isVisible(this.#deps.tabId);
    this.#hiddenSinceMs = isHidden ? (this.#hiddenSinceMs ?? nowMs) : null;
    this.#unseenSinceMs = visibleId === null ? (this.#unseenSinceMs ?? nowMs) : null;
    if (this.#isCalling) return;
    if (isHidden && visibleId !== null && (this.#isResting || this.#isLong(HAND_OVER_MS))) {
      return this.#handlers.onTired();
    }
    if (this.#unseenSinceMs !== null) return this.#restAfter(nowMs - this.#unseenSinceMs);
    this.#isResting = false;
    this.#assignNotices(visibleId);
    this.#uplink.settle(GATHER_MS);
  }

  drop(): void {
    if (!this.#isResting && !this.#isCalling) this.#uplink.drop(0);
  }

  online(): void {
    if (!this.#isResting && !this.#isCalling) this.#uplink.online();
  }

  offline(): void {
    if (!this.#isResting && !this.#isCalling) this.#uplink.offline();
  }

  renew(): void {
    if (!this.#isResting && !this.#isCalling) this.#uplink.renew();
  }

  /** Somebody else is signed in: prices go on, but nothing more is told of whoever was before. */
  signedAnew(): void {
    this.#isAnothers = true;
    this.renew();
  }

  #noteBehind(auctionId: string, position: Position): void {
    const { seq = Infinity } = this.#behind.get(auctionId) ?? {};
    if (position.seq < seq) this.#behind.set(auctionId, position);
  }

  #isLong(ms: number): boolean {
    return this.#hiddenSinceMs !== null && this.#deps.wallMs() - this.#hiddenSinceMs >= ms;
  }

  #restAfter(unseenMs: number): void {
    if (this.#isResting || unseenMs < LINGER_MS) return;
    this.#isResting = true;
    this.#uplink.close();
    this.#memory.lose();
    this.#say();
  }

  #wish(): Wish | null {
    const asked = this.#memory.roster.union();
    for (const id of this.#refused) if (!asked.includes(id)) this.#forget(id);
    // What concerns the signed-in person comes on a stream that shows no auction as well.
    if (asked.length === 0 && !this.#deps.isSignedIn()) return null;
    const wanted = asked.map((auctionId) => this.#placeIn(auctionId));
    return {
      ids: asked,
      url: `/events?auctions=${wanted.join(',')}`,
    };
  }

  #forget(auctionId: string): void {
    this.#refused.delete(auctionId);
    this.#uplink.forget(auctionId);
  }

  #placeIn(auctionId: string): string {
    const held = this.#memory.state.auctions.get(auctionId);
    if (!held) return encodeURIComponent(auctionId);
    const behind = this.#behind.get(auctionId);
    const isBehind = behind?.epoch === held.epoch && behind.seq < held.seq;
    const { epoch, seq } = isBehind ? behind : held;
    return `${encodeURIComponent(auctionId)}@${encodeURIComponent(epoch)}:${seq}`;
  }

  #opened(ids: readonly string[]): void {
    this.#behind.clear();
    this.#refused.clear();
    this.#isAnothers = false;
    this.#openedAtMs = this.#deps.wallMs();
    this.#isSettled = false;
    this.#memory.open(ids);
    this.#say();
  }

  /** Where nothing was missed, nothing is told: that the server is still there must do. */
  #heardSign(): void {
    if (this.#isSettled || this.#memory.state.connection !== 'live') return;
    if (this.#deps.wallMs() - this.#openedAtMs < JOINED_WITHIN_MS) return;
    this.#isSettled = true;
    this.#memory.settle();
    this.#say();
  }

  #idle(): void {
    const nothing = { covered: [], followed: [] };
    this.#memory.stand({ ...nothing, connection: 'connecting', notLiveSinceMs: null });
    this.#say();
  }

  #tell(given: string, text: string): void {
    const type = LIVE_EVENT_TYPES.find((known) => known === given);
    const event = type && parseLiveEvent(type, text);
    if (!event || (this.#isAnothers && isOwn(event))) return;
    if (event.type === 'unknown') this.#refused.add(event.data.auctionId);
    this.#memory.tell(event, true);
    this.#post({ kind: 'told', type: event.type satisfies LiveEventType, text });
    if (event.type === 'own') this.#handlers.onOwn(event.data.untilMs);
    this.#assignNotices(this.#memory.roster.visibleTab());
  }

  /** Each notice is shown once in the browser, by the tab that is looked at; until one is, it waits. */
  #assignNotices(visibleId: string | null): void {
    if (visibleId === null) return;
    const { notices } = this.#memory;
    for (const notice of notices.takeAll()) {
      const text = JSON.stringify(notice.data);
      this.#post({ kind: 'show', to: visibleId, type: notice.type, text });
      if (visibleId === this.#deps.tabId) this.#handlers.onNotice(notice);
    }
  }

  #say(isRollCall = false): void {
    this.#post({ kind: 'beat', ...this.#standing(), isRollCall });
  }

  #giveState(to: string): void {
    const { clock } = this.#deps;
    const told = asTold(this.#memory.state, Math.round(clock.nowMs() ?? 0));
    this.#post({ kind: 'state', to, told, serverTime: clock.range(), ...this.#standing() });
  }

  #standing() {
    const { connection, notLiveSinceMs } = this.#memory.state;
    return { connection, notLiveSinceMs, ...this.#memory.coverage.said() };
  }

  #post(message: WithoutSender<LeaderMessage>): void {
    this.#deps.channel.post({ ...message, from: this.#deps.tabId, term: this.#term });
  }
}
