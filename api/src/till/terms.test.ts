import { asc } from 'drizzle-orm';
import { expect } from 'chai';
import { getTerms } from '@sagopalgo/core/contracts/till.ts';
import { tillTerms } from '@sagopalgo/core/mysql/till-schema.ts';
import { DEFAULT_TERMS } from '@sagopalgo/core/rules/till-terms.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';

const DAY_MS = 86_400_000;

describe('the terms of the till', () => {
  let api: ApiUnderTest;
  let operator: { userId: string; token: string };
  before(async () => {
    api = await startApiAlone();
    operator = await addPersonWithToken(api.deps, 'ADMIN');
  });
  beforeEach(() => api.deps.db.delete(tillTerms));
  after(() => api.end());

  const set = (terms: object, reason = '수수료를 맞춰요.', token = operator.token) =>
    api.call('PATCH', '/till/terms', { token, body: { terms, reason } });
  const read = async () => getTerms.reply.parse((await api.call('GET', '/till/terms')).body);
  const kept = () => api.deps.db.select().from(tillTerms).orderBy(asc(tillTerms.termsId));

  it('are the first ones until an operator sets others, for everybody to read', async () => {
    expect(await read()).to.deep.equal(DEFAULT_TERMS);
  });

  it('change where an operator names them, and are kept with who and why', async () => {
    const answer = await set({ feeBp: 700, provenAboveKrw: 5_000_000 });
    const changed = { ...DEFAULT_TERMS, feeBp: 700, provenAboveKrw: 5_000_000 };
    expect(answer.body).to.deep.equal(changed);
    await set({ provenAboveKrw: null, premiumBp: 100 }, '다시 풀어요.');
    const last = { ...changed, provenAboveKrw: null, premiumBp: 100 };
    expect(await read()).to.deep.equal(last);
    const rows = await kept();
    const told = rows.map(({ terms, reason, operatorId }) => [
      JSON.parse(terms),
      reason,
      operatorId,
    ]);
    expect(told).to.deep.equal([
      [changed, '수수료를 맞춰요.', operator.userId],
      [last, '다시 풀어요.', operator.userId],
    ]);
    expect(rows[0]?.setAtMs).to.be.within(Date.now() - 60_000, Date.now());
    expect(api.log.events).to.deep.include({
      event: 'terms.set',
      facts: { operatorId: operator.userId, named: { feeBp: 700, provenAboveKrw: 5_000_000 } },
    });
  });

  it('are not kept anew where nothing changes', async () => {
    expect((await set({})).body).to.deep.equal(DEFAULT_TERMS);
    expect((await set({ feeBp: DEFAULT_TERMS.feeBp })).status).to.equal(200);
    expect(await kept()).to.deep.equal([]);
  });

  it('take what several operators set at once, each their own', async () => {
    const named = [{ feeBp: 600 }, { premiumBp: 50 }, { defaultsMax: 3 }, { blockMs: 5 * DAY_MS }];
    const answers = await Promise.all(named.map((terms) => set(terms)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
    expect(await read()).to.deep.equal(Object.assign({ ...DEFAULT_TERMS }, ...named));
    expect(await kept()).to.have.length(4);
  });

  const UNFIT: [what: string, terms: object, path: string][] = [
    [
      'a refund before the buyer may cancel',
      { refundAfterWorkingDays: 2 },
      'refundAfterWorkingDays',
    ],
    ['a cancelling after the refund', { cancelAfterWorkingDays: 8 }, 'refundAfterWorkingDays'],
    ['less time for large amounts', { payLargeWithinMs: DAY_MS }, 'payLargeWithinMs'],
    ['a fee of more than half', { feeBp: 5_001 }, 'feeBp'],
    ['a fee below nothing', { feeBp: -1 }, 'feeBp'],
    ['a rate that is no whole number', { premiumBp: 1.5 }, 'premiumBp'],
    ['no time to pay', { payWithinMs: 0 }, 'payWithinMs'],
    ['what is no term', { feeKrw: 5 }, 'feeKrw'],
  ];
  for (const [what, terms, path] of UNFIT) {
    it(`refuse ${what}`, async () => {
      const { body } = await set(terms);
      expect(body.code).to.equal('INVALID_REQUEST');
      expect(body.detail.fields.map((field) => field.path)).to.deep.equal([`terms.${path}`]);
      expect(await read()).to.deep.equal(DEFAULT_TERMS);
    });
  }

  it('are set by operators only, and not without a reason', async () => {
    const { token } = await addPersonWithToken(api.deps);
    expect((await set({ feeBp: 0 }, 'mine', token)).body.code).to.equal('FORBIDDEN');
    const nobody = await api.call('PATCH', '/till/terms', { body: { terms: {}, reason: 'x' } });
    expect(nobody.body.code).to.equal('UNAUTHENTICATED');
    const { body } = await set({ feeBp: 0 }, ' ');
    expect(body.detail.fields.map(({ path }) => path)).to.deep.equal(['reason']);
    expect(await kept()).to.deep.equal([]);
  });
});
