import { expect } from 'chai';
import { ENDPOINTS } from '@sagopalgo/core/contracts/all.ts';
import { startApi } from './testing/api-under-test.ts';
import type { ApiUnderTest } from './testing/api-under-test.ts';

describe('the description of the api', () => {
  let api: ApiUnderTest;
  before(async () => {
    api = await startApi();
  });
  after(() => api.end());

  it('tells programs of every call', async () => {
    const response = await fetch(`${api.url}/api/v1/openapi.json`);
    const { openapi, paths } = (await response.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string; responses: object }>>;
    };
    expect(openapi).to.equal('3.1.0');
    const described = Object.values(paths).flatMap((path) => Object.values(path));
    expect(described.map((operation) => operation.operationId)).to.have.members(
      ENDPOINTS.map(({ name }) => name),
    );
    expect(paths['/api/v1/auctions/{auctionId}/bids']?.post?.responses).to.include.keys(
      ...['201', '400', '401', '403', '404', '409', '429', '500', '503'],
    );
  });
});
