import { expect } from 'chai';
import { EventParser } from './event-parser.ts';
import type { ParsedEvent } from './event-parser.ts';

function parsed(...texts: string[]): { parser: EventParser; events: ParsedEvent[] } {
  const events: ParsedEvent[] = [];
  const parser = new EventParser((event) => events.push(event));
  for (const text of texts) parser.push(text);
  return { parser, events };
}

describe('reading a stream of events', () => {
  it('takes every line end and any way of cutting the text', () => {
    const whole = 'id: a\r\nevent: bid\rdata: 1\ndata: 2\r\n\r\n: c\n\ndata:3\n\n';
    const expected = [
      { id: 'a', event: 'bid', text: '1\n2' },
      { id: null, event: 'message', text: '3' },
    ];
    const byteByByte = Array.from(whole, (byte) => byte);
    expect(parsed(whole).events).to.deep.equal(expected);
    expect(parsed(...byteByByte).events).to.deep.equal(expected);
    expect(parsed(...byteByByte).parser.comments).to.equal(1);
  });

  it('shows what a line end in a value would bring into a browser', () => {
    const { events, parser } = parsed('event: bid\rdata: forged\r\rowned: 1\n\n');
    expect(events).to.deep.equal([{ id: null, event: 'bid', text: 'forged' }]);
    expect(parser.strange).to.deep.equal(['owned: 1']);
  });

  it('ignores an id with NUL and a wait that is no number', () => {
    const { events, parser } = parsed('id: a\0b\nretry: soon\nretry: 12\ndata: 1\n\n');
    expect(events).to.deep.equal([{ id: null, event: 'message', text: '1' }]);
    expect(parser.retriesMs).to.deep.equal([12]);
  });

  it('waits for the end of a block', () => expect(parsed('data: 1\n').events).to.deep.equal([]));
});
