import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { expect } from 'chai';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import type { SendToAll } from './frame-sender.ts';
import { openOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { descriptorOf, SocketPairs } from './testing/socket-pairs.ts';
import type { SocketPair } from './testing/socket-pairs.ts';
import { testSenders } from './testing/test-senders.ts';
import { openWatchers } from './testing/test-watchers.ts';
import type { TestWatcher } from './testing/test-watchers.ts';

const MANY = 100;
/** Less than one who is behind may be, and more than the system takes at once in the end. */
const LARGE_BYTES = 48 * 1024;
const LARGE_FRAMES_MAX = 1_000;
const NEWCOMERS_MAX = 50;
const END = 'the end\n';

// All of them have to do alike. The last has part of each frame taken at once, as by a system that has little room.
const SENDERS = testSenders().flatMap(({ name, sendToAll }) => {
  const whole = { name, sendToAll };
  return sendToAll
    ? [whole, { name: `${name}, by halves`, sendToAll: byHalves(sendToAll) }]
    : [whole];
});

for (const { name, sendToAll } of SENDERS) {
  describe(`an outbox on ${name}`, () => {
    let outbox: Outbox;
    let pairs: SocketPairs;

    beforeEach(() => {
      outbox = openOutbox(sendToAll);
      pairs = new SocketPairs();
    });

    afterEach(() => pairs.close());

    async function openWatcher(): Promise<TestWatcher> {
      const [watcher] = await openWatchers(pairs, 1);
      if (!watcher) throw new Error('none was opened');
      return watcher;
    }

    it('sends everything to everybody, in order and once', async () => {
      const watchers = await openWatchers(pairs, MANY);
      for (const frame of ['1', '2', '3'].map((each) => frameOf(each))) {
        for (const watcher of watchers) expect(watcher.deliver(frame, outbox)).to.equal(true);
      }
      outbox.flush();
      outbox.flush();
      for (const { connection } of watchers) connection.send(frameOf('4'));
      await eventually(async () => watchers.every(({ text }) => text.length >= 8));
      expect(new Set(watchers.map(({ text }) => text))).to.deep.equal(new Set(['1\n2\n3\n4\n']));
    });

    it('sends to one who stopped reading the rest later, after what he was sent before', async () => {
      const [watcher, other] = await openWatchers(pairs, 2);
      if (!watcher || !other) throw new Error('none was opened');
      watcher.pair.far.pause();
      const frames: Buffer[] = [];
      const tell = (bytes: number): void => {
        const frame = frameOf(String(frames.length), bytes);
        frames.push(frame);
        for (const each of [watcher, other]) each.deliver(frame, outbox);
        outbox.flush();
      };
      while (!watcher.connection.isBehind && frames.length < LARGE_FRAMES_MAX) {
        tell(LARGE_BYTES);
        await turn();
      }
      expect(watcher.connection.isBehind).to.equal(true);
      for (let count = 0; count < 3; count += 1) tell(0);
      watcher.pair.far.resume();
      await eventually(async () => watcher.text.length >= sum(frames));
      await eventually(async () => !watcher.connection.isBehind);
      tell(0);
      await eventually(async () => watcher.text.length >= sum(frames));
      await eventually(async () => other.text.length >= sum(frames));
      const all = Buffer.concat(frames).toString();
      expect([watcher.text === all, other.text === all]).to.deep.equal([true, true]);
      expect(watcher.told).to.deep.equal(['behind', 'caught up']);
    });

    it('sends nothing to one whose socket was destroyed, nor to whoever has its number now', async () => {
      const watcher = await openWatcher();
      const descriptor = descriptorOf(watcher.pair.near);
      watcher.deliver(frameOf('a secret'), outbox);
      watcher.pair.near.destroy();
      const { newcomer, peer } = await newcomerOf(pairs, descriptor);
      outbox.flush();
      newcomer.write(END);
      expect(await textUntilEnd(peer)).to.equal(END);
    });

    it('sends nothing to one who is destroyed or cut off in the same turn, and to the others all', async () => {
      const [watcher, cutOff, other] = await openWatchers(pairs, 3);
      for (const each of [watcher, cutOff, other]) each?.deliver(frameOf('a secret'), outbox);
      watcher?.pair.near.destroy();
      cutOff?.connection.evict('slow');
      outbox.flush();
      await eventually(async () => other?.text === 'a secret\n');
      await eventually(async () => cutOff?.told.length === 2 && watcher?.told.length === 1);
      expect([watcher?.told, cutOff?.told, other?.told]).to.deep.equal([
        ['gone'],
        ['slow', 'gone'],
        [],
      ]);
    });

    it('finds out as ever that the other end is gone', async () => {
      const [watcher, other] = await openWatchers(pairs, 2);
      if (!watcher || !other) throw new Error('none was opened');
      watcher.pair.far.resetAndDestroy();
      for (const each of [watcher, other]) each.deliver(frameOf('1'), outbox);
      outbox.flush();
      await eventually(async () => watcher.connection.isClosed && other.text === '1\n');
      expect(watcher.told.at(-1)).to.equal('gone');
      expect(watcher.deliver(frameOf('2'), outbox)).to.equal(false);
    });

    it('sends nothing after the end of a stream', async () => {
      const watcher = await openWatcher();
      watcher.connection.end(frameOf('bye'));
      expect(watcher.deliver(frameOf('1'), outbox)).to.equal(false);
      outbox.flush();
      await eventually(async () => watcher.told.includes('gone'));
      expect(watcher.text).to.equal('bye\n');
    });

    it('sends what several frames were joined to in their place', async () => {
      const watcher = await openWatcher();
      for (const each of ['1', '2']) watcher.connection.gather(frameOf(each));
      watcher.connection.sendGathered((frames) => Buffer.concat(frames), outbox);
      watcher.deliver(frameOf('3'), outbox);
      outbox.flush();
      await eventually(async () => watcher.text.length >= 6);
      expect(watcher.text).to.equal('1\n2\n3\n');
    });
  });
}

describe('the descriptor of a connection', () => {
  const pairs = new SocketPairs();
  after(() => pairs.close());

  const REASONS: [why: string, make: (watcher: TestWatcher) => void][] = [
    ['is closed', ({ connection }) => connection.destroy()],
    ['has ended', ({ connection }) => connection.end(frameOf('bye'))],
    ['has ended its half', ({ pair }) => pair.near.end()],
    [
      'still has something to send',
      ({ pair }) => {
        pair.near.cork();
        pair.near.write('later');
      },
    ],
    ['would encrypt it', ({ pair }) => Object.assign(pair.near, { encrypted: true })],
    ['is not the system’s', ({ pair }) => Object.assign(pair.near, { _handle: {} })],
  ];

  it('is its socket’s', async () => {
    const [watcher] = await openWatchers(pairs, 1);
    expect(watcher?.connection.directDescriptor).to.be.greaterThan(0);
    expect(watcher?.connection.directDescriptor).to.equal(
      descriptorOf(watcher?.pair.near as Socket),
    );
  });

  for (const [why, make] of REASONS) {
    it(`is none where the socket ${why}`, async () => {
      const [watcher] = await openWatchers(pairs, 1);
      if (watcher) make(watcher);
      expect(watcher?.connection.directDescriptor).to.equal(-1);
    });
  }
});

function frameOf(text: string, bytes = 0): Buffer {
  return Buffer.from(`${text.padEnd(bytes, '.')}\n`);
}

function sum(frames: readonly Buffer[]): number {
  return frames.reduce((bytes, frame) => bytes + frame.length, 0);
}

function byHalves(sendToAll: SendToAll): SendToAll {
  return (descriptors, count, frame, taken) => {
    sendToAll(descriptors, count, frame.subarray(0, Math.ceil(frame.length / 2)), taken);
    return 0;
  };
}

/** Opens connections until one of their ends is given that number, and tells it from the other end. */
async function newcomerOf(
  pairs: SocketPairs,
  descriptor: number,
): Promise<{ newcomer: Socket; peer: Socket }> {
  for (let count = 0; count < NEWCOMERS_MAX; count += 1) {
    const { near, far }: SocketPair = await pairs.open();
    for (const end of [near, far]) end.pause();
    if (descriptorOf(near) === descriptor) return { newcomer: near, peer: far };
    if (descriptorOf(far) === descriptor) return { newcomer: far, peer: near };
  }
  throw new Error('nobody was given the number');
}

async function textUntilEnd(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes) => (text += String(bytes)));
  socket.resume();
  while (!text.endsWith(END)) await once(socket, 'data');
  return text;
}
