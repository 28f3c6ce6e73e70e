import { expect } from 'chai';
import type { Endpoint } from '@sagopalgo/core/contracts/endpoint.ts';
import { OPERATING_ENDPOINTS } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { REPORT_HANDLING } from '@sagopalgo/core/contracts/reports.ts';
import { addPersonWithToken, startApiAlone } from '../testing/api-under-test.ts';
import type { ApiUnderTest } from '../testing/api-under-test.ts';
import { testOperator } from '../testing/operator.ts';

const NOTHING_LIKE_IT = 'nothing-like-it';
const GIVEN: Record<string, object> = { moveClosing: { closesAtMs: 4_102_444_800_000 } };

/** Of all that is for operators alone. */
const ALL = [...OPERATING_ENDPOINTS, ...REPORT_HANDLING];

describe('what is for operators alone', () => {
  let api: ApiUnderTest;
  let personToken: string;
  let operatorToken: string;
  before(async () => {
    api = await startApiAlone();
    personToken = (await addPersonWithToken(api.deps)).token;
    operatorToken = (await testOperator(api)).token;
  });
  after(() => api.end());

  function ask({ name, method, path }: Endpoint, token: string | null, reason = 'x') {
    const place = path
      .replace(':job', 'write-views')
      .replaceAll(/:\w+/g, NOTHING_LIKE_IT)
      .concat(name === 'findPeople' ? '?q=nobody' : '');
    const body = method === 'GET' ? {} : { body: { reason, ...GIVEN[name] } };
    return api.call(method, place, { ...body, ...(token !== null && { token }) });
  }

  it('has calls to look and calls to act', () => {
    const methods = ALL.map(({ method }) => method);
    expect(methods.filter((method) => method === 'GET')).to.have.length(8);
    expect(methods.filter((method) => method === 'POST')).to.have.length(11);
  });

  for (const endpoint of ALL) {
    it(`refuses ${endpoint.name} to others, signed in or not, and to nobody else`, async () => {
      expect((await ask(endpoint, null)).body.code).to.equal('UNAUTHENTICATED');
      const other = await ask(endpoint, personToken);
      expect([other.status, other.body.code]).to.deep.equal([403, 'FORBIDDEN']);
      const { status } = await ask(endpoint, operatorToken);
      const isKnown = endpoint.method === 'GET' && !endpoint.path.includes(':');
      expect(status).to.be.oneOf(isKnown ? [200] : [202, 404]);
    });
  }

  for (const endpoint of ALL.filter(({ method }) => method === 'POST')) {
    it(`does not take ${endpoint.name} without a reason, or with one too long`, async () => {
      for (const reason of ['', '  ', '가'.repeat(501)]) {
        const { body } = await ask(endpoint, operatorToken, reason);
        expect(body.code).to.equal('INVALID_REQUEST');
        expect(body.detail.fields.map(({ path }) => path)).to.deep.equal(['reason']);
      }
    });
  }
});
