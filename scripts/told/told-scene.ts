import { addPersonWithToken, startApiAlone } from '@sagopalgo/api/src/testing/api-under-test.ts';
import type { ApiUnderTest } from '@sagopalgo/api/src/testing/api-under-test.ts';
import { openLambdaConnections } from '@sagopalgo/lambdas/src/testing.ts';
import type { LambdaTestConnections } from '@sagopalgo/lambdas/src/testing.ts';
import { openTill } from '../till/till-system.ts';
import type { TillSystem } from '../till/till-system.ts';
import { openArrivals } from './arrivals.ts';
import type { Arrivals } from './arrivals.ts';

export interface Person {
  userId: string;
  token: string;
}

/** The till, the api and the hands on a record of their own, where everybody is told of everything. */
export interface ToldScene {
  till: TillSystem;
  api: ApiUnderTest;
  connections: LambdaTestConnections;
  arrivals: Arrivals;
  /** Somebody new, whom mails and pushes reach. */
  person: (role?: 'USER' | 'ADMIN') => Promise<Person>;
  end: () => Promise<void>;
}

export async function openToldScene(): Promise<ToldScene> {
  const shared = await openLambdaConnections();
  const till = await openTill({}, startApiAlone);
  const { api } = till;
  const connections = { ...shared, db: api.deps.db };
  const arrivals = await openArrivals(connections);
  return {
    ...{ till, api, connections, arrivals },
    person: async (role = 'USER') => {
      const person = await addPersonWithToken(api.deps, role);
      await arrivals.reach(person.userId);
      return person;
    },
    end: async () => {
      await arrivals.end();
      await till.end();
      await shared.end();
    },
  };
}
