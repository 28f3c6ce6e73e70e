import { auditEntrySchema } from '@sagopalgo/core/contracts/operator-deeds.ts';
import type { AuditEntry } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { addPersonWithToken } from './api-under-test.ts';
import type { Answer, ApiUnderTest } from './api-under-test.ts';

export const REASON = '신고가 들어와서 확인했어요.';

/** An operator who is signed in, and what they can ask for. */
export interface TestOperator {
  userId: string;
  token: string;
  /** POSTs below `/operator` with a reason. */
  act: (path: string, body?: object) => Promise<Answer>;
  /** The same, when it is to be done. */
  done: (path: string, body?: object) => Promise<AuditEntry>;
  look: (path: string) => Promise<Answer>;
}

/** Adds an operator to the record, for the api under test. */
export async function testOperator(api: ApiUnderTest): Promise<TestOperator> {
  const { userId, token } = await addPersonWithToken(api.deps, 'ADMIN');
  const act = (path: string, body: object = {}) =>
    api.call('POST', `/operator${path}`, { token, body: { reason: REASON, ...body } });
  return {
    ...{ userId, token, act },
    done: async (path, body) => auditEntrySchema.parse((await act(path, body)).body),
    look: (path) => api.call('GET', `/operator${path}`, { token }),
  };
}
