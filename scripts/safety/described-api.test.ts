import { expect } from 'chai';
import { z } from 'zod';
import { problemSchema } from '@sagopalgo/core/contracts/problem.ts';
import type { RawAnswer } from './ask.ts';
import { faultsOf, operationsOf } from './described-api.ts';
import type { Operation } from './described-api.ts';

const TYPES = { thing: 'application/json', problem: 'application/problem+json' };
const PROBLEM = { status: 404, code: 'NOT_FOUND', message: '없어요.', detail: {}, requestId: 'r' };

describe('an answer held against the description', () => {
  const described = {
    operationId: 'getThing',
    parameters: [],
    responses: {
      200: { description: 'it', content: { [TYPES.thing]: { schema: thingSchema() } } },
      204: { description: 'done' },
      404: { description: 'NOT_FOUND', content: { [TYPES.problem]: { schema: {} } } },
    },
  };
  const problem = z.toJSONSchema(problemSchema, { io: 'output' });
  const [operation] = operationsOf({
    paths: { '/thing': { get: described } },
    components: { schemas: { Problem: problem } },
  });

  const faults = (status: number, body: unknown, headers: RawAnswer['headers'] = {}): string[] => {
    const type = status === 404 ? TYPES.problem : TYPES.thing;
    const always = {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-request-id': 'r',
      ...(body !== undefined && { 'content-type': `${type}; charset=utf-8` }),
    };
    const text = body === undefined ? '' : JSON.stringify(body);
    return faultsOf(operation as Operation, { status, text, headers: { ...always, ...headers } });
  };

  it('is right when it says what is declared, as a thing, nothing or a refusal', () => {
    expect(faults(200, { name: 'a' })).to.deep.equal([]);
    expect(faults(204, undefined)).to.deep.equal([]);
    expect(faults(404, PROBLEM)).to.deep.equal([]);
  });

  it('is wrong by its status', () => {
    for (const status of [500, 503, 201, 409]) expect(faults(status, PROBLEM)).to.have.length(1);
  });

  it('is wrong by its body: another type, less, more, or something where nothing is', () => {
    expect(faults(200, { name: 1 })).to.have.length(1);
    expect(faults(200, {})).to.have.length(1);
    expect(faults(200, { name: 'a', passwordHash: 'b' })).to.have.length(1);
    expect(faults(204, { name: 'a' })).to.have.length(2);
    for (const type of ['text/html', TYPES.thing]) {
      expect(faults(200, { name: 'a' }, { 'content-type': type }), type).to.have.length(1);
    }
  });

  it('is wrong by a refusal that is not declared, contradicts itself or tells too much', () => {
    expect(faults(404, { ...PROBLEM, code: 'OFFER_NOT_FOUND' })).to.have.length(1);
    expect(faults(404, { ...PROBLEM, status: 409 })).to.have.length(1);
    expect(faults(404, PROBLEM, { 'x-request-id': 'another' })).to.have.length(1);
    const query = { query: 'select a from users' };
    expect(faults(404, { ...PROBLEM, detail: query })).to.have.length(1);
    expect(faults(404, { ...PROBLEM, message: 'at f (api/src/app.ts:1:2)' })).to.have.length(1);
  });

  it('is wrong without the headers that protect it', () => {
    for (const name of ['cache-control', 'x-content-type-options', 'content-security-policy']) {
      expect(faults(200, { name: 'a' }, { [name]: undefined }), name).to.have.length(1);
    }
  });
});

function thingSchema() {
  return z.toJSONSchema(z.object({ name: z.string() }), { io: 'output' });
}
