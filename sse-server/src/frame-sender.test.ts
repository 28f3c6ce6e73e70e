import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '@sagopalgo/core/runtime/config.ts';
import { eventually, quietLog } from '@sagopalgo/core/testing/connections.ts';
import { readWindowConfig } from './config.ts';
import { FRAME_SENDER_FILE, frameSender } from './frame-sender.ts';
import type { SendToAll } from './frame-sender.ts';
import { descriptorOf, SocketPairs } from './testing/socket-pairs.ts';
import { testSenders } from './testing/test-senders.ts';
import { ACCESS_ENV } from './testing/test-window.ts';

const NOT_SOCKETS_DESCRIPTOR = 1_000_000;
const FRAME = Buffer.from('event: a\n\n');

const ints = (...values: number[]): Int32Array => Int32Array.from(values);

function detached<Kind extends { buffer: ArrayBufferLike }>(array: Kind): Kind {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

const CALLS: [what: string, given: unknown[], error: typeof TypeError | typeof RangeError][] = [
  ['nothing', [], TypeError],
  ['no array to write into', [ints(1), 1, FRAME], TypeError],
  ['null for the descriptors', [null, 1, FRAME, ints(0)], TypeError],
  ['a list for the descriptors', [[-1], 1, FRAME, ints(0)], TypeError],
  ['other numbers for the descriptors', [new Uint32Array(1), 1, FRAME, ints(0)], TypeError],
  ['descriptors whose memory is gone', [detached(ints(-1)), 0, FRAME, ints(0)], TypeError],
  ['a string for the count', [ints(-1), '1', FRAME, ints(0)], TypeError],
  ['null for the count', [ints(-1), null, FRAME, ints(0)], TypeError],
  ['a BigInt for the count', [ints(-1), 1n, FRAME, ints(0)], TypeError],
  ['a negative count', [ints(-1), -1, FRAME, ints(0)], RangeError],
  ['a count that is no number', [ints(-1), Number.NaN, FRAME, ints(0)], RangeError],
  ['an endless count', [ints(-1), Number.POSITIVE_INFINITY, FRAME, ints(0)], RangeError],
  ['half a count', [ints(-1), 0.5, FRAME, ints(0)], RangeError],
  ['more than there are descriptors', [ints(-1), 2, FRAME, ints(0, 0)], RangeError],
  ['more than can be written', [ints(-1, -1), 2, FRAME, ints(0)], RangeError],
  ['a string for the frame', [ints(-1), 1, 'frame', ints(0)], TypeError],
  ['null for the frame', [ints(-1), 1, null, ints(0)], TypeError],
  ['other numbers for the frame', [ints(-1), 1, ints(1), ints(0)], TypeError],
  ['the memory alone for the frame', [ints(-1), 1, new ArrayBuffer(1), ints(0)], TypeError],
  ['a frame whose memory is gone', [ints(-1), 1, detached(new Uint8Array(9)), ints(0)], TypeError],
  ['null to write into', [ints(-1), 1, FRAME, null], TypeError],
  ['bytes to write into', [ints(-1), 1, FRAME, Buffer.alloc(4)], TypeError],
  ['memory that is gone to write into', [ints(-1), 1, FRAME, detached(ints(0))], TypeError],
];

describe('the compiled sender of frames', () => {
  let sendToAll: SendToAll;
  const pairs = new SocketPairs();

  before(function () {
    const built = testSenders().find((sender) => sender.sendToAll !== null)?.sendToAll;
    if (built) sendToAll = built;
    else this.skip();
  });

  after(() => pairs.close());

  for (const [what, given, error] of CALLS) {
    it(`refuses ${what}`, () => {
      expect(() => Reflect.apply(sendToAll, undefined, given)).to.throw(error);
    });
  }

  it('sends to those that it is given and says what was taken, of whoever is none nothing', async () => {
    const [one, other, third] = [await pairs.open(), await pairs.open(), await pairs.open()];
    const [first, second] = [descriptorOf(one.near), descriptorOf(other.near)];
    const descriptors = ints(first, -1, NOT_SOCKETS_DESCRIPTOR, second, descriptorOf(third.near));
    const taken = ints(9, 9, 9, 9, 9);
    expect(sendToAll(descriptors, 4, FRAME, taken)).to.equal(2);
    expect([...taken]).to.deep.equal([FRAME.length, 0, 0, FRAME.length, 9]);
    await eventually(async () => one.text !== '' && other.text !== '');
    expect([one.text, other.text, third.text]).to.deep.equal([String(FRAME), String(FRAME), '']);
  });

  it('sends what part of a larger memory it is given', async () => {
    const pair = await pairs.open();
    const larger = Buffer.from('before event after');
    const descriptors = ints(-1, descriptorOf(pair.near), -1).subarray(1, 2);
    expect(sendToAll(descriptors, 1, larger.subarray(7, 12), ints(0))).to.equal(1);
    await eventually(async () => pair.text !== '');
    expect(pair.text).to.equal('event');
  });

  it('takes nobody for all there is', () => {
    expect(sendToAll(ints(), 0, FRAME, ints())).to.equal(0);
    expect(sendToAll(ints(-1), 0, FRAME, ints(0))).to.equal(0);
  });
});

describe('the choice of who sends frames', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frame-sender-'));
  const missing = join(folder, 'missing.node');
  const broken = join(folder, 'broken.node');
  const other = join(folder, 'other.cjs');

  before(() => {
    writeFileSync(broken, 'not what a compiler writes');
    writeFileSync(other, 'module.exports = {};');
  });

  after(() => rmSync(folder, { recursive: true }));

  it('falls on the compiled one where it is, and else on streams', () => {
    const log = quietLog();
    const built = testSenders().length > 1;
    expect(frameSender('auto', log) !== null).to.equal(built);
    expect(frameSender('auto', log, missing)).to.equal(null);
    expect(frameSender('node', log, FRAME_SENDER_FILE)).to.equal(null);
    expect(log.events).to.deep.equal([]);
  });

  for (const file of [broken, other]) {
    it(`says that ${file === broken ? 'what is there cannot be loaded' : 'it is something else'}`, () => {
      const log = quietLog();
      expect(frameSender('auto', log, file)).to.equal(null);
      expect(log.events.map(({ event }) => event)).to.deep.equal(['sse.frame-sender-unusable']);
      expect(() => frameSender('native', log, file)).to.throw(ConfigError, file);
    });
  }

  it('is no choice where only the compiled one is wished for', () => {
    expect(() => frameSender('native', quietLog(), missing)).to.throw(
      ConfigError,
      /^FRAME_SENDER: [^\n]*$/,
    );
  });

  it('is auto unless told, and nothing that is not known', () => {
    const env = { ...ACCESS_ENV, DEPLOYMENT: 'local', REDIS_URL: 'redis://x', HTTP_PORT: '0' };
    expect(readWindowConfig(env).FRAME_SENDER).to.equal('auto');
    expect(readWindowConfig({ ...env, FRAME_SENDER: 'node' }).FRAME_SENDER).to.equal('node');
    expect(() => readWindowConfig({ ...env, FRAME_SENDER: 'Native' })).to.throw('FRAME_SENDER');
  });
});
