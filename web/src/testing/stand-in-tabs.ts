import type { LockHandlers, SeekLead } from '../lib/live-lock.ts';
import type { TabMessage } from '../lib/live-messages.ts';
import type { TabChannel } from '../lib/live-team.ts';

interface Listener {
  hear: (message: unknown) => void;
  /** What a tab that is frozen has not heard yet. */
  late: TabMessage[] | null;
}

/** The channel between the tabs of a browser: each hears the others, in order. */
export class StandInChannel {
  readonly #listeners = new Map<string, Listener>();

  /** The channel as one tab has it. */
  of(tabId: string): TabChannel {
    return {
      post: (message) => {
        for (const [id, listener] of this.#listeners) {
          if (id !== tabId) deliver(listener, structuredClone(message));
        }
      },
      listen: (hear) => {
        this.#listeners.set(tabId, { hear, late: null });
        return () => this.#listeners.delete(tabId);
      },
    };
  }

  /** From now on what is said to this tab waits. */
  freeze(tabId: string): void {
    const listener = this.#listeners.get(tabId);
    if (listener) listener.late = [];
  }

  thaw(tabId: string): void {
    const listener = this.#listeners.get(tabId);
    if (!listener) return;
    // What is said meanwhile comes after what waited.
    for (let next = listener.late?.shift(); next; next = listener.late?.shift()) {
      listener.hear(next);
    }
    listener.late = null;
  }

  /** What has waited for this tab is lost on the way. */
  loseLate(tabId: string): void {
    this.#listeners.get(tabId)?.late?.splice(0);
  }

  /** As a crash would: nothing is said any more, nor heard. */
  crash(tabId: string): void {
    this.#listeners.delete(tabId);
  }
}

function deliver(listener: Listener, message: TabMessage): void {
  if (listener.late) listener.late.push(message);
  else listener.hear(message);
}

interface Asking {
  handlers: LockHandlers;
  isOver: boolean;
}

/** The lock that makes a leader: granted in the order of asking, or taken by force. */
export class StandInLock {
  #holder: Asking | null = null;
  #queue: Asking[] = [];

  readonly seek: SeekLead = (handlers, force) => {
    const asking = { handlers, isOver: false };
    if (force) this.#steal(asking);
    else {
      this.#queue.push(asking);
      this.#grant();
    }
    return () => {
      asking.isOver = true;
      if (this.#holder === asking) this.#holder = null;
      this.#grant();
    };
  };

  /** The holder is gone without having said so. */
  loseHolder(): void {
    this.#holder = null;
    this.#grant();
  }

  #steal(asking: Asking): void {
    const robbed = this.#holder;
    this.#holder = asking;
    asking.handlers.onGranted();
    robbed?.handlers.onStolen();
  }

  #grant(): void {
    this.#queue = this.#queue.filter(({ isOver }) => !isOver);
    if (this.#holder) return;
    this.#holder = this.#queue.shift() ?? null;
    this.#holder?.handlers.onGranted();
  }
}
