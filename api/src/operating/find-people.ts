import { eq, or } from 'drizzle-orm';
import type { Person } from '@sagopalgo/core/contracts/operator-deeds.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { nicknameKey } from '@sagopalgo/core/rules/nickname-key.ts';
import type { Deps } from '../deps.ts';

/** Whoever has these words, whole, as nickname or e-mail: nobody leafs through people. */
export async function findPeopleNamed({ db }: Pick<Deps, 'db'>, words: string): Promise<Person[]> {
  const rows = await db
    .select()
    .from(users)
    .where(or(eq(users.nicknameKey, nicknameKey(words)), eq(users.email, words.toLowerCase())));
  return rows.map(({ userId, nickname, email, role, createdAtMs, blockedAtMs }) => ({
    ...{ userId, nickname, email, createdAtMs, blockedAtMs },
    isOperator: role === 'ADMIN',
  }));
}
