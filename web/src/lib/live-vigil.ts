import type { After } from './surroundings.ts';

/** How often the leader says that it is there. */
export const BEAT_MS = 2000;
/** A leader that was silent for so long is frozen or gone. */
export const SILENT_MAX_MS = 6500;
/** So that not all tabs find that out in the same moment. */
const SILENT_SPREAD_MS = 1000;
/** A timer that comes so late has slept, with the page or the whole machine. */
const SLEPT_MS = 6000;

export interface VigilDeps {
  after: After;
  random: () => number;
  /** The browser's clock, which goes on while the machine sleeps. */
  wallMs: () => number;
}

export interface VigilHandlers {
  onTick: () => void;
  onSlept: (forMs: number) => void;
  onSilent: (forMs: number) => void;
}

/** Watches the time: beats, and finds out that the tab has slept or that the leader is silent. */
export class Vigil {
  readonly #deps: VigilDeps;
  readonly #handlers: VigilHandlers;
  #awakeAtMs = 0;
  #heardAtMs = 0;
  #patienceMs = SILENT_MAX_MS;
  #stop: (() => void) | null = null;

  constructor(deps: VigilDeps, handlers: VigilHandlers) {
    this.#deps = deps;
    this.#handlers = handlers;
  }

  begin(): void {
    this.#awakeAtMs = this.#deps.wallMs();
    this.heard();
    this.#tickLater();
  }

  end(): void {
    this.#stop?.();
    this.#stop = null;
  }

  /** The leader is there. */
  heard(): void {
    this.#heardAtMs = this.#deps.wallMs();
    this.#patienceMs = SILENT_MAX_MS + this.#deps.random() * SILENT_SPREAD_MS;
  }

  /** Asks at once whether this tab has slept: before anything is believed or passed on. */
  checkSleep(): void {
    const nowMs = this.#deps.wallMs();
    const sleptMs = nowMs - this.#awakeAtMs;
    if (sleptMs <= SLEPT_MS) return;
    this.#awakeAtMs = nowMs;
    this.heard();
    this.#handlers.onSlept(sleptMs);
  }

  /** Asks at once whether the leader is silent. */
  checkSilence(): void {
    const silentMs = this.#deps.wallMs() - this.#heardAtMs;
    if (silentMs <= this.#patienceMs) return;
    this.heard();
    this.#handlers.onSilent(silentMs);
  }

  #tickLater(): void {
    this.#stop = this.#deps.after(BEAT_MS, () => {
      this.checkSleep();
      this.#awakeAtMs = this.#deps.wallMs();
      this.#tickLater();
      this.#handlers.onTick();
    });
  }
}
