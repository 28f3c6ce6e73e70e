import { expect } from 'chai';
import {
  contextNamed,
  newContext,
  packContext,
  readTraceparent,
  readXrayTrace,
  traceIdOf,
  unpackContext,
} from './trace-context.ts';

const UUID = '4bf92f35-77b3-4da6-a3ce-929d0e0e4736';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('what a request is known by', () => {
  it('is what a traceparent says, and nothing that is not as W3C has it', () => {
    const place = { traceId: TRACE, spanId: SPAN };
    expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).to.deep.equal(place);
    expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)).to.deep.equal(place);
    for (const wrong of [
      ...[undefined, '', ['00'], TRACE, `00-${TRACE.toUpperCase()}-${SPAN}-01`],
      ...[`01-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01-more`, `00-${TRACE}-${SPAN}-01\n`],
      ...[`00-${'0'.repeat(32)}-${SPAN}-01`, `00-${TRACE}-${'0'.repeat(16)}-01`],
    ]) {
      expect(readTraceparent(wrong), String(wrong)).to.equal(null);
    }
  });

  it('is a fresh id and its trace where nobody has named it, or the trace of the id that was named', () => {
    const made = newContext();
    expect(traceIdOf(made.requestId)).to.equal(made.traceId);
    expect(newContext().traceId).to.not.equal(made.traceId);
    expect(contextNamed(UUID)).to.deep.equal({ requestId: UUID, traceId: TRACE });
    const odd = contextNamed('my-request');
    expect(odd.requestId).to.equal('my-request');
    expect(odd.traceId).to.match(/^[0-9a-f]{32}$/);
    expect(traceIdOf('0'.repeat(32))).to.equal(null);
  });

  it('is read from what AWS says of a call', () => {
    const root = `Root=1-${TRACE.slice(0, 8)}-${TRACE.slice(8)}`;
    expect(readXrayTrace(`${root};Parent=${SPAN};Sampled=1`)).to.equal(TRACE);
    expect(readXrayTrace(`Self=x;${root}`)).to.equal(TRACE);
    for (const wrong of [undefined, '', 'Root=2-a-b']) expect(readXrayTrace(wrong)).to.equal(null);
  });

  it('is packed into few characters and read from them as it was', () => {
    const context = { requestId: UUID, traceId: TRACE };
    expect(packContext(context)).to.have.length(22);
    expect(unpackContext(packContext(context))).to.deep.equal({ ...context, spanId: null });
    const named = { requestId: 'my-request', traceId: TRACE };
    const packed = packContext(named, SPAN);
    expect(packed).to.have.length(22 + 1 + 11 + 1 + 10);
    expect(unpackContext(packed)).to.deep.equal({ ...named, spanId: SPAN });
    for (const wrong of ['', 'short', `${packed}\n`, `${packed}|more`, 'x'.repeat(23)]) {
      expect(unpackContext(wrong), wrong).to.equal(null);
    }
  });
});
