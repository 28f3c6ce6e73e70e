import { Connection } from '../connection.ts';
import type { EvictionReason, Household } from '../connection.ts';
import type { Outbox } from '../outbox.ts';
import { Whole } from '../unsent.ts';
import type { SocketPair, SocketPairs } from './socket-pairs.ts';

/** One who watches on a real connection, of no hub. */
export class TestWatcher implements Household {
  readonly pair: SocketPair;
  readonly connection: Connection;
  /** What was told of it, in order: `behind`, `caught up`, why it was cut off, `gone`. */
  readonly told: string[] = [];

  constructor(pair: SocketPair) {
    this.pair = pair;
    const account = { addressKey: 'test', owner: null };
    this.connection = new Connection(pair.near, this, { account, endsAtMs: Infinity });
  }

  /** What has come to it. */
  get text(): string {
    return this.pair.text;
  }

  deliver(frame: Buffer, outbox: Outbox): boolean {
    return this.connection.deliver(frame, [new Whole(frame)], outbox);
  }

  fellBehind(): void {
    this.told.push('behind');
  }

  caughtUp(): void {
    this.told.push('caught up');
  }

  evicted(reason: EvictionReason): void {
    this.told.push(reason);
  }

  wroteWaiting(): void {}

  gone(): void {
    this.told.push('gone');
  }
}

/** Opens so many watchers. */
export async function openWatchers(pairs: SocketPairs, count: number): Promise<TestWatcher[]> {
  const watchers: TestWatcher[] = [];
  while (watchers.length < count) watchers.push(new TestWatcher(await pairs.open()));
  return watchers;
}
