import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog, withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import { testElasticsearchUrl } from '@sagopalgo/core/search/testing/elastic-under-test.ts';
import { ROOT } from '../root.ts';
import { runProgram } from '../services/programs.ts';
import { logFile, put } from './log-store.ts';

const COMMAND_WITHIN_MS = 30_000;
const TRACES = ['4bf92f3577b34da6a3ce929d0e0e4736', '5bf92f3577b34da6a3ce929d0e0e4737'];

const fieldsSchema = z.record(z.string(), z.looseObject({}));
const componentSchema = z.object({
  template: z.object({
    settings: z.looseObject({}),
    mappings: z.object({ properties: fieldsSchema }),
  }),
});
const viewSchema = z.object({
  id: z.string(),
  type: z.string(),
  attributes: z.looseObject({
    title: z.string(),
    columns: z.array(z.string()).optional(),
    visState: z.string().optional(),
    kibanaSavedObjectMeta: z.object({ searchSourceJSON: z.string() }).optional(),
  }),
  references: z.array(z.object({ id: z.string(), type: z.string(), name: z.string() })),
});

const component = componentSchema.parse(JSON.parse(logFile('lines.component.json')));
const views = logFile('kibana.ndjson')
  .trim()
  .split('\n')
  .map((line) => viewSchema.parse(JSON.parse(line)));

/** Lines as the rooms write them: a bid's way through all of them, a refusal, and failures of three kinds. */
function someLines(): string[] {
  const lines: string[] = [];
  const logOf = (room: string) => createLog(room, 'debug', (line) => lines.push(line));
  const [first = '', second = ''] = TRACES;
  const bid = { auctionId: 'a-1', seq: 1 };
  withRequestContext({ requestId: 'r-1', traceId: first }, () => {
    logOf('api').info('bid.accepted', { ...bid, priceKrw: 1_000 });
  });
  withRequestContext({ requestId: 'r-2', traceId: second }, () => {
    const facts = { method: 'POST', path: '/api/v1/auctions/a-1/bids' };
    logOf('api').info('request.refused', { ...facts, code: 'BID_TOO_LOW' });
    const error = Object.assign(new Error('no', { cause: new Error('why') }), {
      code: 'ECONNRESET',
    });
    logOf('api').error('request.failed', { ...facts, code: 'INTERNAL', error });
  });
  const heard = { heardAfterMs: 4, watchers: 2, requestId: 'r-1', traceId: first };
  logOf('sse-server').info('bid.heard', { ...bid, ...heard });
  const ids = { requestId: ['r-1', 'r-3'], traceId: [first, '6bf92f3577b34da6a3ce929d0e0e4738'] };
  logOf('keeper').info('bids.recorded', { auctionId: 'a-1', entries: 2, ...ids });
  logOf('keeper').error('loop.failed', {
    loop: 'record',
    causes: [{ odd: [1, 'a'] }],
  });
  logOf('keeper').warn('odd.numbers', { seq: 'not a number', nested: { deep: { er: true } } });
  return lines;
}

describe('how logs are kept', function kept() {
  this.timeout(COMMAND_WITHIN_MS + 10_000);

  it('is told to an Elasticsearch and a Kibana by one command, each part after those it needs', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
        if (request.url?.startsWith('/api/')) asked.push(...(body.match(/"id": "[^"]+"/g) ?? []));
        return response.end('{}');
      });
    });
    const port = await listen(server, '127.0.0.1', 0);
    const command = [join(ROOT, 'scripts/log-store.ts'), '--elasticsearch'];
    const args = [
      ...command,
      `http://me:p%40ss@127.0.0.1:${port}`,
      '--kibana',
      `http://127.0.0.1:${port}`,
    ];
    const said = await runProgram(process.execPath, args, { withinMs: COMMAND_WITHIN_MS });
    server.closeAllConnections();
    await closeServer(server);
    const me = `Basic ${btoa('me:p@ss')}`;
    expect(asked.slice(0, 4)).to.deep.equal([
      `PUT /_ilm/policy/sagopalgo-logs ${me}`,
      `PUT /_component_template/sagopalgo-lines ${me}`,
      `PUT /_index_template/sagopalgo-logs ${me}`,
      'POST /api/saved_objects/_import?overwrite=true ',
    ]);
    expect(said).to.include('What happened to this bid');
    expect(asked.join()).to.include('sagopalgo-errors-by-code');
  });

  it('names in the template the policy and the part that are put, and what Fluent Bit writes to', () => {
    const template = JSON.parse(logFile('index-template.json')) as Record<string, unknown>;
    expect(template).to.deep.include({
      ...{ composed_of: ['sagopalgo-lines'], data_stream: {} },
    });
    expect(template).to.have.nested.property(
      String.raw`template.settings.index\.lifecycle\.name`,
      'sagopalgo-logs',
    );
    const fluentBit = parse(logFile('lines.yaml')) as {
      pipeline: { outputs: Record<string, unknown>[]; filters: Record<string, unknown>[] };
      parsers: Record<string, unknown>[];
    };
    const [output] = fluentBit.pipeline.outputs;
    expect(output).to.include({ name: 'es', write_operation: 'create', time_key: '@timestamp' });
    expect(output?.['index']).to.match(/^logs-sagopalgo-/);
    const parsing = fluentBit.pipeline.filters.find(({ name }) => name === 'parser');
    expect(parsing?.['parser']).to.equal(fluentBit.parsers[0]?.['name']);
  });

  it('is seen in Kibana by views of fields that can be searched', () => {
    const { properties } = component.template.mappings;
    const known = (field: string) => {
      const [top = '', inner] = field.split('.');
      const found = properties[top];
      return inner === undefined ? found : (found?.['properties'] as object | undefined);
    };
    const titles = views.map(({ attributes }) => attributes.title);
    expect(titles).to.include.members(['What happened to this bid', 'Errors by code']);
    for (const { attributes, references } of views) {
      for (const { id } of references) expect(views.map((view) => view.id)).to.include(id);
      const { columns = [], visState = '{}', kibanaSavedObjectMeta: meta } = attributes;
      const { aggs = [] } = JSON.parse(visState) as { aggs?: { params: { field?: string } }[] };
      const source = JSON.parse(meta?.searchSourceJSON ?? '{}') as { query?: { query: string } };
      const asked = [...(source.query?.query ?? '').matchAll(/([\w.]+) :/g)].map(
        ([, name]) => name,
      );
      const fields = [...columns, ...asked, ...aggs.flatMap(({ params }) => params.field ?? [])];
      for (const field of fields)
        expect(known(field ?? ''), `${attributes.title}: ${field}`).to.be.an('object');
    }
  });
});

const url = testElasticsearchUrl();
if (url !== null) {
  describe('lines in Elasticsearch', function lines() {
    // A node that has just started takes long for its first index.
    this.timeout(90_000);
    // The tests' node has neither data streams, lifecycles nor that codec, which are a distribution's: an index of
    // this name has the same fields.
    const name = `test-lines-${randomBytes(6).toString('hex')}`;
    const base = url.replace(/\/+$/, '');

    async function ask<Reply>(method: string, path: string, body?: string): Promise<Reply> {
      const isLines = path.includes('_bulk');
      const type = isLines ? 'application/x-ndjson' : 'application/json';
      const headers = { 'content-type': type };
      const answer = await fetch(`${base}/${path}`, { method, headers, ...(body && { body }) });
      return (await answer.json()) as Reply;
    }

    before(async () => {
      await put(base, `_component_template/${name}`, JSON.stringify(component));
      const template = { index_patterns: [`${name}*`], composed_of: [name], priority: 900 };
      await put(base, `_index_template/${name}`, JSON.stringify(template));
    });
    after(async () => {
      await ask('DELETE', name);
      await ask('DELETE', `_index_template/${name}`);
      await ask('DELETE', `_component_template/${name}`);
    });

    it('are taken in as the rooms write them, odd ones too, and a bid is found in all of them', async () => {
      const lines = someLines();
      const stamped = lines.map((line) => {
        const facts = JSON.parse(line) as Record<string, unknown>;
        return { '@timestamp': facts['timestamp'], ...facts };
      });
      const bulk = stamped.map((line) => `{"create":{}}\n${JSON.stringify(line)}\n`).join('');
      const taken = await ask<{ errors: boolean; items: unknown[] }>(
        'POST',
        `${name}/_bulk?refresh=true`,
        bulk,
      );
      expect(taken.errors, JSON.stringify(taken.items)).to.equal(false);
      const query = { bool: { filter: [{ term: { traceId: TRACES[0] } }] } };
      const sort = [{ '@timestamp': 'asc' }];
      const found = await ask<{ hits: { hits: { _source: { room: string; message: string } }[] } }>(
        ...(['POST', `${name}/_search`, JSON.stringify({ query, sort })] as const),
      );
      const steps = found.hits.hits.map(({ _source: { room, message } }) => `${room} ${message}`);
      expect(steps).to.have.members([
        ...['api bid.accepted', 'sse-server bid.heard', 'keeper bids.recorded'],
      ]);
    });

    it('are counted by code as the view in Kibana counts them', async () => {
      const view = views.find(({ id }) => id === 'sagopalgo-errors-by-code');
      const { aggs: asked } = JSON.parse(view?.attributes.visState ?? '{}') as {
        aggs: { type: string; params: { field: string; size: number } }[];
      };
      const [byCode] = asked.filter(({ type }) => type === 'terms');
      const terms = { field: byCode?.params.field, size: byCode?.params.size, missing: 'none' };
      const isShown = [
        { terms: { level: ['error', 'warn'] } },
        { term: { message: 'request.refused' } },
      ];
      const query = { bool: { should: isShown, minimum_should_match: 1 } };
      const body = JSON.stringify({ size: 0, query, aggs: { codes: { terms } } });
      const { aggregations } = await ask<{
        aggregations: { codes: { buckets: { key: string; doc_count: number }[] } };
      }>('POST', `${name}/_search`, body);
      const counts = aggregations.codes.buckets.map(({ key, doc_count: count }) => [key, count]);
      expect(Object.fromEntries(counts)).to.deep.equal({ none: 2, BID_TOO_LOW: 1, INTERNAL: 1 });
    });
  });
}
