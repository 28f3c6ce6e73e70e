import { tossError } from './toss-errors.ts';

/** Which of the API's calls. */
export type Call = 'confirm' | 'cancel' | 'look-up';

/** What goes wrong with a call. */
export type FaultKind =
  /** Waits `ms` before anything is done. */
  | 'delay'
  /** Does everything, then waits `ms` before it answers. */
  | 'slow-answer'
  /** Waits for `release()` before anything is done. */
  | 'hold-before'
  /** Does everything, then waits for `release()` before it answers. */
  | 'hold-after'
  /** Ends the connection, nothing done. */
  | 'drop-before'
  /** Does everything, then ends the connection without an answer. */
  | 'drop-after'
  /** Answers 5xx, nothing done. */
  | 'error-before'
  /** Does everything, then answers 5xx. */
  | 'error-after'
  /** Answers 409 IDEMPOTENT_REQUEST_PROCESSING, nothing done. */
  | 'conflict'
  /** Refuses with `code` where it would have gone well; a final code ends the payment (ABORTED). */
  | 'refuse'
  /** Does everything, and answers only when the webhooks of it are delivered. */
  | 'webhook-first';

/** A fault to come. */
export interface Fault {
  on: Call;
  kind: FaultKind;
  /** Of one order only; of any unless told. */
  orderId?: string;
  /** How many calls it meets; 1 unless told. */
  times?: number;
  ms?: number;
  /** Of `error-before` and `error-after`: 500 unless told. */
  status?: number;
  /** Of `refuse`; also the code inside a 5xx. */
  code?: string;
}

/** A fault that was asked for. */
export interface AwaitedFault {
  /** Resolves when a call has met it: of `hold-after` and `slow-answer`, when all is done. */
  reached: Promise<void>;
  /** Lets calls go on that `hold-before` and `hold-after` stopped, and those that it will meet. */
  release(): void;
}

/** A fault as the call meets it. */
export interface MetFault extends Fault {
  reach(): void;
  released: Promise<void>;
}

interface Planned {
  fault: Fault;
  left: number;
  reach: () => void;
  release: () => void;
  released: Promise<void>;
}

/** The faults that calls to come will meet, in the order they were asked for. */
export class Faults {
  #planned: Planned[] = [];
  #holding = new Set<() => void>();

  next(fault: Fault): AwaitedFault {
    if (fault.code !== undefined && tossError(fault.code) === undefined) {
      throw new Error(`${fault.code} is not in Toss's tables`);
    }
    if (fault.kind === 'refuse' && fault.code === undefined) throw new Error('refuse needs a code');
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const release = (): void => {
      released.resolve();
      this.#holding.delete(release);
    };
    this.#holding.add(release);
    const { times: left = 1 } = fault;
    const { resolve: reach } = reached;
    this.#planned.push({ fault, left, reach, release, released: released.promise });
    return { reached: reached.promise, release };
  }

  /** Forgets the faults that no call has met, and lets go of what is held. */
  clear(): void {
    this.#planned = [];
    this.release();
  }

  /** Lets every held call go on. */
  release(): void {
    for (const release of this.#holding) release();
  }

  /** How many calls are still to meet a fault. */
  get left(): number {
    return this.#planned.reduce((sum, { left }) => sum + left, 0);
  }

  /** The fault that this call meets, if there is one. */
  take(call: Call, orderId: string | undefined): MetFault | null {
    const index = this.#planned.findIndex(
      ({ fault }) => fault.on === call && (fault.orderId ?? orderId) === orderId,
    );
    const planned = this.#planned[index];
    if (planned === undefined) return null;
    planned.left -= 1;
    if (planned.left === 0) this.#planned.splice(index, 1);
    return { ...planned.fault, reach: planned.reach, released: planned.released };
  }
}
