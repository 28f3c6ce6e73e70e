import { expect } from 'chai';
import { FrameReader } from './live-frames.ts';

describe('frames of the stream', () => {
  it('are read whole however the stream is cut, with each kind of line end', () => {
    const text =
      'retry: 1500\n\n: heartbeat\n\nid: a:e1:2\nevent: bid\ndata: {"a":1}\r\n\r\ndata:x\rdata: y\r\r';
    for (let size = 1; size <= text.length; size += 1) {
      expect(read(cut(text, size))).to.deep.equal({
        events: [
          ['bid', '{"a":1}'],
          ['message', 'x\ny'],
        ],
        retries: [1500],
      });
    }
  });

  it('of nothing but comments, an unfinished one and names unknown tell nothing', () => {
    expect(read([': x\n\nevent: bid\n\nother: y\n\ndata: cut off']).events).to.deep.equal([]);
  });

  it('bound how long a retry may take, and pass over one that is no number', () => {
    expect(read(['retry: 99999999\n\nretry: -1\n\nretry: x\n\n']).retries).to.deep.equal([60_000]);
  });

  it('without an end are refused', () => {
    const reader = new FrameReader({ onEvent: () => {}, onRetry: () => {} });
    reader.push('data: ');
    expect(() => reader.push('x'.repeat(1_000_001))).to.throw('without an end');
  });
});

function cut(text: string, size: number): string[] {
  const count = Math.ceil(text.length / size);
  return Array.from({ length: count }, (_, at) => text.slice(at * size, (at + 1) * size));
}

function read(pieces: readonly string[]) {
  const events: [string, string][] = [];
  const retries: number[] = [];
  const reader = new FrameReader({
    onEvent: (type, text) => events.push([type, text]),
    onRetry: (delayMs) => retries.push(delayMs),
  });
  for (const piece of pieces) reader.push(piece);
  return { events, retries };
}
