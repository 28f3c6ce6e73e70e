import type { SendToAll } from './frame-sender.ts';

const ROOM_MIN = 64;
const NO_FRAME: Buffer = Buffer.alloc(0);

/** One who is sent frames. */
export interface Recipient {
  /**
   * The descriptor to which a frame may be sent past its stream, for as long as nothing else has run;
   * -1 where it may not.
   */
  readonly directDescriptor: number;
  /** Sends something whole by its stream, after what waits there. */
  send(frame: Buffer): void;
}

/**
 * By which a pass over watchers sends its frames. Whoever adds has to flush before anything else may be
 * sent to the same recipients, and adds none of them twice for one frame.
 */
export interface Outbox {
  readonly sender: 'native' | 'node';
  /** The recipient is sent the frame, by the next `flush` at the latest. */
  add(recipient: Recipient, frame: Buffer): void;
  flush(): void;
}

/** An outbox on the compiled sender; where there is none, on Node's own streams. */
export function openOutbox(sendToAll: SendToAll | null): Outbox {
  return sendToAll === null ? new StreamOutbox() : new NativeOutbox(sendToAll);
}

class StreamOutbox implements Outbox {
  readonly sender = 'node';

  add(recipient: Recipient, frame: Buffer): void {
    recipient.send(frame);
  }

  flush(): void {}
}

/** Sends a frame to all in a row who are to have the same in one call, and what they did not take by their streams. */
class NativeOutbox implements Outbox {
  readonly sender = 'native';
  readonly #sendToAll: SendToAll;
  #frame = NO_FRAME;
  #count = 0;
  // Kept from call to call, and as large as the largest was.
  readonly #recipients: (Recipient | null)[] = [];
  #descriptors = new Int32Array(ROOM_MIN);
  #taken = new Int32Array(ROOM_MIN);

  constructor(sendToAll: SendToAll) {
    this.#sendToAll = sendToAll;
  }

  add(recipient: Recipient, frame: Buffer): void {
    if (frame !== this.#frame) {
      this.flush();
      this.#frame = frame;
    }
    this.#recipients[this.#count] = recipient;
    this.#count += 1;
  }

  flush(): void {
    const [frame, count] = [this.#frame, this.#count];
    if (count === 0) return;
    [this.#frame, this.#count] = [NO_FRAME, 0];
    if (this.#descriptors.length < count) this.#makeRoom(count);
    try {
      if (this.#sendDirectly(frame, count) < count) this.#sendRests(frame, count);
    } finally {
      // Nobody is kept in memory by having been sent something.
      this.#recipients.fill(null, 0, count);
    }
  }

  // Node closes a socket's descriptor as soon as it is destroyed, and the system gives its number to whoever comes
  // next: then these bytes would go to a stranger. So each is asked for at the last moment, from a socket that is
  // open, and nothing runs between that and the call by which any of them could be closed.
  #sendDirectly(frame: Buffer, count: number): number {
    const descriptors = this.#descriptors;
    for (let index = 0; index < count; index += 1) {
      descriptors[index] = this.#recipients[index]?.directDescriptor ?? -1;
    }
    return this.#sendToAll(descriptors, count, frame, this.#taken);
  }

  // The stream waits for a reader who did not take all of it, and finds out what is wrong with one who is gone.
  #sendRests(frame: Buffer, count: number): void {
    for (let index = 0; index < count; index += 1) {
      const taken = this.#taken[index] ?? 0;
      if (taken === frame.length) continue;
      this.#recipients[index]?.send(taken === 0 ? frame : frame.subarray(taken));
    }
  }

  #makeRoom(count: number): void {
    const room = Math.max(count, this.#descriptors.length * 2);
    this.#descriptors = new Int32Array(room);
    this.#taken = new Int32Array(room);
  }
}
