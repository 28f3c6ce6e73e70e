import { expect } from 'chai';
import { PAGE_ORIGIN } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { Answer } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { ENDPOINTS } from '@sagopalgo/core/contracts/all.ts';
import { nothing } from '@sagopalgo/core/contracts/endpoint.ts';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { BODIES, QUERIES } from './bodies.ts';
import { matrixRows, ways } from './matrix-tables.ts';
import type { MatrixRow } from './matrix-tables.ts';
import { asBrowser, asProgram, openStage, ROLES } from './people.ts';
import type { Person, Role, Stage } from './people.ts';
import { ONE_AT_A_TIME, THINGS } from './things.ts';
import type { Thing } from './things.ts';

/** Twelve calls and their things, with sign-ups among them, on a machine that has much else to do. */
const WITHIN_MS = 90_000;
const PARAMETERS = /:(\w+)/g;
/** A token is for programs: even our own page is not given one. */
const NEVER_TO_PAGES: readonly string[] = ['createToken'];

describe('who may what', function () {
  this.timeout(WITHIN_MS);
  const rows = matrixRows();
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.api.end());
  // Whoever has left is back for what is tried next.
  afterEach(() => stage.api.deps.db.update(users).set({ leftAtMs: null }));

  const personIn = (role: Role): Person | null => (role === 'nobody' ? null : stage.people[role]);

  /** The things of a row; a fresh one only for a call that will change it. Whoever is blocked is its buyer. */
  function thingsOf({ about, boughtBy, soldBy }: MatrixRow) {
    const spare = new Map<Role, Thing>();
    return async (role: Role, willChange: boolean): Promise<Thing> => {
      const create = THINGS[about];
      if (!create) throw new Error(`nothing is called "${about}"`);
      const bought = role === 'blocked' && boughtBy === 'buyer' ? 'blocked' : boughtBy;
      const parties = { buyer: personIn(bought), seller: personIn(soldBy) };
      const known = spare.get(bought);
      if (known && !willChange) return known;
      const created = await create(stage, parties as { buyer: Person; seller: Person });
      if (!willChange && !ONE_AT_A_TIME.includes(about)) spare.set(bought, created);
      return created;
    };
  }

  function make(endpoint: Endpoint, thing: Thing, headers: Record<string, string>) {
    const { name, method, path } = endpoint;
    const named = path.replaceAll(PARAMETERS, (_, key: string) => thing.params[key] ?? 'none');
    const body = endpoint.body === nothing ? undefined : (thing.body ?? BODIES[name]?.());
    const cookie = [headers['cookie'], thing.headers?.['cookie']].filter(Boolean).join('; ');
    return stage.api.call(method, named + (QUERIES[name] ?? ''), {
      headers: { ...headers, ...thing.headers, ...(cookie !== '' && { cookie }) },
      ...(body !== undefined && { body }),
    });
  }

  const told = ({ body, status }: Answer, { status: expected }: Endpoint): string =>
    status === expected ? 'ok' : body.code;

  it('is said of every call, and of nothing else', () => {
    const named = [...new Set(rows.map(({ call }) => call))];
    expect(named).to.have.members(ENDPOINTS.map(({ name }) => name));
  });

  it('lets everything be done by somebody, and nothing by nobody that needs a sign-in', () => {
    for (const { name, auth } of ENDPOINTS) {
      const own = rows.filter(({ call }) => call === name);
      const answers = own.flatMap((row) => Object.values(row.answers));
      expect(answers, name).to.include('ok');
      const toNobody = auth === 'required' ? ['UNAUTHENTICATED'] : [];
      const unsigned = own.map((row) => row.answers.nobody);
      if (toNobody.length > 0) expect([...new Set(unsigned)], name).to.deep.equal(toNobody);
      else expect(unsigned, name).not.to.include('UNAUTHENTICATED');
    }
  });

  for (const row of rows) {
    const endpoint = ENDPOINTS.find(({ name }) => name === row.call);
    if (!endpoint) continue;

    it(`holds for ${row.call} (${row.about}), by token and by cookie`, async () => {
      const found: Record<string, string> = {};
      const expected: Record<string, string> = {};
      const thingFor = thingsOf(row);
      const origin = NEVER_TO_PAGES.includes(row.call) ? {} : { origin: PAGE_ORIGIN };
      for (const role of ROLES) {
        const person = personIn(role);
        const answer = row.answers[role];
        for (const headers of [asProgram(person), { ...asBrowser(person), ...origin }]) {
          const willChange = endpoint.method !== 'GET' && answer === 'ok';
          const by = `${role} by ${Object.keys(headers)[0] ?? 'nothing'}`;
          found[by] = told(
            await make(endpoint, await thingFor(role, willChange), headers),
            endpoint,
          );
          expected[by] = answer;
        }
      }
      expect(found).to.deep.equal(expected);
    });
  }

  for (const endpoint of ENDPOINTS) {
    it(`holds for ${endpoint.name} whichever way it is asked`, async () => {
      const { name, method } = endpoint;
      const row = rows.find(
        (each) => each.call === name && Object.values(each.answers).includes('ok'),
      );
      if (!row) throw new Error(`nobody may do ${name}`);
      const role = ROLES.findLast((each) => row.answers[each] === 'ok') ?? 'nobody';
      const person = personIn(role);
      const thingFor = thingsOf(row);
      for (const way of ways(PAGE_ORIGIN)) {
        const cell = method === 'GET' ? way.reads : way.changes;
        const toPage = NEVER_TO_PAGES.includes(name) && 'origin' in way.headers;
        const expected = toPage ? 'ORIGIN_NOT_ALLOWED' : cell === 'as above' ? 'ok' : cell;
        const thing = await thingFor(role, method !== 'GET' && expected === 'ok');
        const signedIn = way.signIn === 'token' ? asProgram(person) : asBrowser(person);
        const answer = await make(endpoint, thing, { ...signedIn, ...way.headers });
        expect(told(answer, endpoint), way.name).to.equal(expected);
        const shared = [...answer.headers.keys()].filter((key) => key.startsWith('access-control'));
        expect(shared, way.name).to.deep.equal([]);
      }
    });
  }
});
