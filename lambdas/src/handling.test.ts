import { expect } from 'chai';
import { currentContext } from '@sagopalgo/core/runtime/logger.ts';
import type { RequestContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { handling } from './handling.ts';

const EVENT_ID = '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa';
const EVENT_TRACE = EVENT_ID.replaceAll('-', '');

describe('a function as Lambda calls it', () => {
  const seen: (RequestContext | undefined)[] = [];
  const asked: unknown[] = [];
  const handler = handling(async (event) => {
    await Promise.resolve();
    asked.push(event);
    seen.push(currentContext());
  });

  it('is known by the id of its call, and by the trace that AWS has given it', async () => {
    const root = '1-5759e988-bd862e3fe1be46a994272793';
    const awsRequestId = 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef';
    await handler({ id: EVENT_ID }, { awsRequestId, xRayTraceId: `Root=${root};Sampled=1` });
    expect(asked.at(-1)).to.deep.equal({ id: EVENT_ID });
    expect(seen.at(-1)).to.deep.equal({
      ...{ requestId: awsRequestId, traceId: '5759e988bd862e3fe1be46a994272793' },
    });
  });

  it('is known by its event where nobody has said more, and by an id of its own without one', async () => {
    await handler({ id: EVENT_ID });
    expect(seen.at(-1)).to.deep.equal({ requestId: EVENT_ID, traceId: EVENT_TRACE });
    for (const event of [undefined, null, { id: 7 }, 'text']) {
      await handler(event);
      expect(seen.at(-1)?.traceId).to.match(/^[0-9a-f]{32}$/);
      expect(seen.at(-1)?.requestId).to.match(/^[0-9a-f-]{36}$/);
    }
  });

  it('fails as what it does fails, so that the schedule tries again', async () => {
    const failing = handling(() => Promise.reject(new Error('away')));
    const error: unknown = await failing().catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property('message', 'away');
  });
});
