import type { LiveCoverage } from './live-coverage.ts';
import { parseLiveEvent } from './live-events.ts';
import { LiveLead } from './live-lead.ts';
import type { SeekLead } from './live-lock.ts';
import type { LeaderMessage, TabMessage } from './live-messages.ts';
import { positionsOf, tabMessageSchema } from './live-messages.ts';
import type { Apply } from './live-memory.ts';
import { LiveMemory } from './live-memory.ts';
import type { OwnNotice } from './live-notices.ts';
import type { OpenStream } from './live-stream.ts';
import type { VigilDeps } from './live-vigil.ts';
import { Vigil } from './live-vigil.ts';
import type { ServerClock } from './server-clock.ts';

/** Tabs say again what they watch, so that one that crashed is forgotten. */
const WANT_EVERY_BEATS = 10;

export interface TabChannel {
  post: (message: TabMessage) => void;
  /** Hears the other tabs until the returned function is called. */
  listen: (hear: (message: unknown) => void) => () => void;
}

export interface TeamDeps extends VigilDeps {
  tabId: string;
  channel: TabChannel;
  seekLead: SeekLead;
  open: OpenStream;
  clock: ServerClock;
  /** Whether somebody is signed in, as far as the browser remembers. */
  isSignedIn: () => boolean;
}

export interface TeamHandlers {
  onApplied: Apply;
  /** This tab leads, and its stream says until when it tells of the signed-in person. */
  onOwn: (untilMs: number | null) => void;
  /** This tab leads no more. */
  onResigned: () => void;
  /** This tab is the one to show it. */
  onNotice: (notice: OwnNotice) => void;
  onSlept: () => void;
}

/**
 * One tab among the browser's tabs, of which one leads: it holds the only connection, for what all of
 * them watch, and passes on what it hears. Every tab keeps what was told of everything, so that each
 * can take over where the last leader stopped.
 */
export class LiveTeam {
  readonly #deps: TeamDeps;
  readonly #handlers: TeamHandlers;
  readonly #memory: LiveMemory;
  readonly #vigil: Vigil;
  #lead: LiveLead | null = null;
  #wanted: readonly string[] = [];
  #isVisible = true;
  #visibleSinceMs = 0;
  #term = 0;
  #leaderId = '';
  #askedAtMs = 0;
  /** Until the answer has come, what this tab knows may be old however live the leader is. */
  #isAsking = false;
  #beats = 0;
  #stopListening: (() => void) | null = null;
  #stopSeeking: (() => void) | null = null;

  constructor(deps: TeamDeps, handlers: TeamHandlers) {
    this.#deps = deps;
    this.#handlers = handlers;
    this.#memory = new LiveMemory(deps.clock, handlers.onApplied);
    this.#vigil = new Vigil(deps, {
      onTick: () => this.#beat(),
      onSlept: (forMs) => this.#wake(forMs),
      onSilent: (forMs) => this.#overthrow(forMs),
    });
  }

  /** Of which auctions is told. */
  get coverage(): LiveCoverage {
    return this.#memory.coverage;
  }

  /** Joins the other tabs. */
  join(isVisible: boolean): void {
    this.#isVisible = isVisible;
    this.#visibleSinceMs = this.#deps.wallMs();
    // Nobody has watched the time since it left.
    this.#handlers.onSlept();
    this.#stopListening = this.#deps.channel.listen((message) => this.#hear(message));
    this.#vigil.begin();
    this.#say({ asks: true });
    this.#seek(false);
  }

  /** Leaves; whoever comes next takes over. */
  leave(): void {
    if (!this.#stopListening) return;
    this.#stopListening();
    this.#stopListening = null;
    this.#vigil.end();
    this.#resign();
    this.#stopSeeking?.();
    this.#stopSeeking = null;
    this.#deps.channel.post({ kind: 'bye', from: this.#deps.tabId });
    this.#memory.roster.clear();
    this.#memory.pass();
  }

  /** What this tab watches, newest first. */
  want(wanted: readonly string[]): void {
    this.#wanted = wanted;
    this.#say({ asks: false });
  }

  /** Whether somebody can see this tab. */
  look(isVisible: boolean): void {
    if (!this.#stopListening || isVisible === this.#isVisible) return;
    this.#isVisible = isVisible;
    if (isVisible) this.#visibleSinceMs = this.#deps.wallMs();
    this.#vigil.checkSleep();
    this.#say({ asks: isVisible });
    if (!this.#lead) this.#seek(false);
    // Hidden tabs do not overthrow: the silence may have lasted for long.
    if (!this.#lead && isVisible) this.#vigil.checkSilence();
  }

  online(): void {
    this.#lead?.online();
  }

  offline(): void {
    this.#memory.pass();
    this.#lead?.offline();
  }

  /** Somebody else is signed in now, or nobody: all tabs share that. */
  signedAnew(): void {
    this.#memory.notices.clear();
    this.#deps.channel.post({ kind: 'signed-anew', from: this.#deps.tabId });
    this.#lead?.signedAnew();
  }

  /** Connects anew with the cookie as it is now, if this tab leads. */
  renew(): void {
    this.#lead?.renew();
  }

  #say({ asks, withPositions = false }: { asks: boolean; withPositions?: boolean }): void {
    if (!this.#stopListening) return;
    const { tabId, wallMs, channel, clock } = this.#deps;
    const [wanted, isVisible] = [[...this.#wanted], this.#isVisible];
    const tab = { wanted, isVisible, visibleSinceMs: this.#visibleSinceMs };
    this.#memory.roster.set(tabId, tab, wallMs());
    if (asks) this.#askedAtMs = clock.markMs();
    this.#isAsking ||= asks;
    const positions = withPositions ? positionsOf(this.#memory.state) : null;
    channel.post({ kind: 'want', from: tabId, ...tab, asks, positions });
    this.#regard();
  }

  #regard(): void {
    this.#memory.prune();
    this.#lead?.regard();
  }

  // Hidden tabs do not ask: the lead is for one whose timers run.
  #seek(force: boolean): void {
    this.#stopSeeking?.();
    this.#stopSeeking = null;
    if (!this.#isVisible) return;
    const handlers = { onGranted: () => this.#takeOver(), onStolen: () => this.#stepDown() };
    this.#stopSeeking = this.#deps.seekLead(handlers, force);
  }

  #takeOver(): void {
    this.#term = Math.max(this.#term + 1, this.#deps.wallMs());
    this.#leaderId = this.#deps.tabId;
    this.#isAsking = false;
    this.#memory.pass();
    this.#lead = new LiveLead(this.#deps, this.#memory, this.#term, {
      onOwn: (untilMs) => this.#handlers.onOwn(untilMs),
      onNotice: (notice) => this.#handlers.onNotice(notice),
      onTired: () => this.#resign(),
    });
    this.#lead.begin();
  }

  #resign(): void {
    if (!this.#lead) return;
    this.#deps.channel.post({ kind: 'resign', from: this.#deps.tabId, term: this.#term });
    this.#stepDown();
  }

  #stepDown(): void {
    this.#lead?.end();
    this.#lead = null;
    this.#stopSeeking?.();
    this.#stopSeeking = null;
    this.#vigil.heard();
    this.#memory.pass();
    this.#handlers.onResigned();
    if (!this.#stopListening) return;
    // Whoever was robbed of the lead has slept through what the new leader knows.
    this.#say({ asks: true });
    this.#seek(false);
  }

  #beat(): void {
    this.#beats += 1;
    if (this.#beats % WANT_EVERY_BEATS === 0) this.#say({ asks: false });
    if (this.#lead) this.#lead.beat();
    else if (this.#isVisible) this.#vigil.checkSilence();
  }

  /** After a sleep nothing is known to be right until it was asked for. */
  #wake(sleptMs: number): void {
    this.#handlers.onSlept();
    // A hidden tab's timers sleep all the time; it asks when somebody looks at it.
    if (!this.#lead && !this.#isVisible) return;
    this.#memory.lose(sleptMs);
    if (this.#lead) this.#lead.drop();
    else this.#say({ asks: true });
  }

  #overthrow(silentMs: number): void {
    this.#memory.lose(silentMs);
    this.#seek(true);
  }

  #hear(given: unknown): void {
    const { data: message } = tabMessageSchema.safeParse(given);
    if (!message || message.from === this.#deps.tabId) return;
    this.#vigil.checkSleep();
    const { roster, notices } = this.#memory;
    switch (message.kind) {
      case 'want':
        roster.set(message.from, message, this.#deps.wallMs());
        this.#lead?.wanted(message);
        return this.#regard();
      case 'bye':
        roster.delete(message.from);
        return this.#regard();
      case 'signed-anew':
        notices.clear();
        return this.#lead?.signedAnew();
      default:
        return this.#follow(message);
    }
  }

  #follow(message: LeaderMessage): void {
    const isLater = message.term > this.#term;
    // Whoever holds the lead hears of those before at most; whoever follows them still overthrows it.
    if (this.#lead) return;
    if (!isLater && (message.term < this.#term || message.from !== this.#leaderId)) return;
    this.#term = message.term;
    this.#leaderId = message.from;
    this.#vigil.heard();
    this.#obey(message);
  }

  #obey(message: LeaderMessage): void {
    const { tabId, clock } = this.#deps;
    switch (message.kind) {
      case 'beat': {
        const { isRollCall } = message;
        const asks = this.#isAsking && message.connection === 'live';
        if (!asks) this.#memory.stand(message);
        if (asks || isRollCall) this.#say({ asks: this.#isAsking, withPositions: isRollCall });
        return;
      }
      case 'told':
        if (this.#isAsking && message.type === 'live') return;
        return this.#memory.tellText(message, true);
      case 'state': {
        if (message.to !== tabId) return;
        const { lowMs, highMs } = message.serverTime ?? {};
        if (lowMs && highMs) clock.observeReply(lowMs, this.#askedAtMs, highMs - lowMs);
        this.#isAsking = false;
        for (const told of message.told) this.#memory.tellText(told, false);
        return this.#memory.stand(message);
      }
      case 'show': {
        const event = parseLiveEvent(message.type, message.text);
        const notice = event && this.#memory.notices.take(event);
        if (notice && message.to === tabId) this.#handlers.onNotice(notice);
        return;
      }
      default:
        return this.#memory.pass();
    }
  }
}
