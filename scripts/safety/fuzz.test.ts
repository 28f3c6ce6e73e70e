import process from 'node:process';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { someBankAccount } from '@sagopalgo/api/src/testing/account-scenes.ts';
import { PAGE_ORIGIN } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { ENDPOINTS } from '@sagopalgo/core/contracts/all.ts';
import { callsOf } from './arbitrary-calls.ts';
import type { Ingredients } from './arbitrary-calls.ts';
import { RawClient } from './ask.ts';
import { ADDRESS, BODIES } from './bodies.ts';
import { faultsInHeaders, faultsOf, operationsOf } from './described-api.ts';
import type { Operation } from './described-api.ts';
import { hostileBytes, hostileText, hostileTypes } from './hostile-values.ts';
import { matrixRows } from './matrix-tables.ts';
import { asBrowser, asProgram, openStage, ROLES } from './people.ts';
import type { Person, Role, Stage } from './people.ts';
import { THINGS } from './things.ts';
import type { Thing } from './things.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_128);
/** Calls of each operation. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25);
const RUN_MAX_MS = 1_000;
/** A thing may be used up: one for so many calls, and not more than sellers may have of pictures. */
const THING_RUNS = 12;
const THINGS_MAX = 15;
/** With these a body would be taken for the next request. */
const BODILESS = ['GET', 'HEAD', 'TRACE'];
/** Of what is sent that succeeds: nothing that a log may hold. */
const SECRET_FIELDS = ['password', 'token', 'paymentKey'];
const START_MAX_MS = 60_000;

describe(`whatever is sent to the api (FUZZ_SEED=${SEED} FUZZ_RUNS=${RUNS})`, function () {
  this.timeout(START_MAX_MS + RUNS * RUN_MAX_MS);
  let stage: Stage;
  let client: RawClient;
  let operations: Operation[];
  let cursors: string[];
  const things = new Map<string, Thing[]>();
  before(async () => {
    stage = await openStage();
    client = new RawClient(stage.api.url);
    const description = await fetch(`${stage.api.url}/api/v1/openapi.json`);
    operations = operationsOf(await description.json());
    const { buyer, seller } = stage.people;
    for (const { call, about } of matrixRows()) {
      for (let made = 0; made < Math.min(RUNS / THING_RUNS, THINGS_MAX); made += 1) {
        const thing = await THINGS[about]?.(stage, { buyer, seller });
        if (thing) things.set(call, [...(things.get(call) ?? []), thing]);
      }
    }
    cursors = await toldCursors();
  });
  after(async () => {
    client.end();
    await stage.api.end();
  });

  /** Where lists go on, as those concerned are told. */
  async function toldCursors(): Promise<string[]> {
    const lists = operations.filter((each) =>
      each.parameters.some(({ name }) => name === 'cursor'),
    );
    const told = lists.flatMap(({ name, path }) =>
      [...Object.values(stage.people)].map(async (person) => {
        const { params = {} } = things.get(name)?.[0] ?? {};
        const named = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? 'none');
        const call = { method: 'GET', path: `${named}?limit=1`, headers: asProgram(person) };
        const { text } = await client.ask(call);
        return (JSON.parse(text) as { nextCursor?: string | null }).nextCursor ?? null;
      }),
    );
    return (await Promise.all(told)).filter((cursor) => cursor !== null);
  }

  function callersOf(name: string): Ingredients['callers'] {
    const personIn = (role: Role): Person | null => (role === 'nobody' ? null : stage.people[role]);
    const ways = (roles: readonly Role[]) =>
      roles
        .map(personIn)
        .flatMap((person) => [asProgram(person), { ...asBrowser(person), origin: PAGE_ORIGIN }]);
    const rows = matrixRows().filter(({ call }) => call === name);
    const right = ROLES.filter((role) => rows.some((row) => row.answers[role] === 'ok'));
    return {
      right: ways(right.length > 0 ? right : ROLES),
      others: ways(ROLES),
      false: impostors(),
    };
  }

  function impostors(): Record<string, string>[] {
    const { token } = stage.people.operator;
    const forged = `${token.slice(0, -4)}AAAA`;
    const unsigned = `eyJhbGciOiJub25lIn0.${token.split('.')[1] ?? ''}.`;
    return [
      ...['', 'x', forged, unsigned, 'a.b.c'].map((bad) => ({ authorization: `Bearer ${bad}` })),
      { authorization: 'Basic b3BlcmF0b3I6eA==' },
      { cookie: 'access_3000=%E0%A4%A; access_3000=x; =; ;;viewer_3000=\xff' },
    ];
  }

  function ingredientsOf(name: string): Ingredients {
    const own = things.get(name) ?? [{ params: {} }];
    const params = [...things.values()].flat().flatMap((thing) => Object.values(thing.params));
    return {
      things: own,
      cursors,
      ids: [...params, ...Object.values(stage.people).map(({ userId }) => userId)],
      body: own.find(({ body }) => body)?.body ?? BODIES[name]?.() ?? null,
      callers: callersOf(name),
    };
  }

  for (const { name } of ENDPOINTS) {
    it(`${name} answers as it is declared to`, async () => {
      const operation = operations.find((each) => each.name === name);
      if (!operation) throw new Error(`${name} is in no description`);
      const property = fc.asyncProperty(callsOf(operation, ingredientsOf(name)), async (call) => {
        expect(faultsOf(operation, await client.ask(call))).to.deep.equal([]);
      });
      await fc.assert(property, { seed: SEED, numRuns: RUNS });
    });
  }

  it('no other path or method does more than refuse', async () => {
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'QUERY'];
    const paths = fc.oneof(
      fc.constantFrom(...operations.map(({ path }) => path.replaceAll(/[{}]/g, ''))),
      fc.array(hostileText, { maxLength: 5 }).map((parts) => parts.map(rawly).join('/')),
      fc.constantFrom(
        '/api/v1/webhooks/toss',
        '/.well-known/jwks.json',
        '/healthz/live',
        '/metrics',
      ),
      fc.constantFrom(
        '/api/v1/auctions/%',
        '/api/v1/auctions/%zz/bids',
        '/api/v1/%2e%2e/',
        '//',
        '/..',
      ),
    );
    const property = fc.asyncProperty(
      fc.constantFrom(...methods),
      paths,
      fc.constantFrom(...impostors(), asProgram(stage.people.operator)),
      fc.option(hostileBytes, { nil: undefined }),
      hostileTypes,
      async (method, path, caller, body, types) => {
        const answer = await client.ask({
          ...{ method, path: `/${path}`.replace(/^\/+/, '/'), headers: { ...caller, ...types } },
          ...(body && !BODILESS.includes(method) && { body }),
        });
        expect(answer.status, answer.text.slice(0, 300)).to.be.below(500);
        // Public keys are for keeping; all else is not.
        const faults = path.startsWith('/.well-known/') ? [] : faultsInHeaders(answer.headers);
        expect(faults).to.deep.equal([]);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: RUNS * 10 });
  });

  it('no secret came into the log', () => {
    const { log, people } = { log: JSON.stringify(stage.api.log.events), people: stage.people };
    const bodies = [...things.values()].flat().flatMap(({ body }) => Object.entries(body ?? {}));
    const secrets = bodies
      .filter(([name]) => SECRET_FIELDS.includes(name))
      .map(([, value]) => value);
    const tokens = Object.values(people).map(({ token }) => token);
    expect(log).to.include('request.refused');
    expect(secrets.length).to.be.greaterThan(SECRET_FIELDS.length);
    for (const secret of [...secrets, ...tokens, ADDRESS.line1, someBankAccount.accountNumber]) {
      expect(log).not.to.include(secret);
    }
  });

  it('nothing was taken for a fault of ours', () => {
    const faults = stage.api.log.events.filter(({ event }) => event === 'request.failed');
    expect(faults).to.deep.equal([]);
  });
});

function rawly(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
