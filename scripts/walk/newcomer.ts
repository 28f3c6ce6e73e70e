import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import { DEMO_OPERATOR } from '../seed/demo-people.ts';
import type { WalkSystem } from './walk-system.ts';

/** Somebody without a past, who logs in with the demo accounts' password. */
export interface Newcomer {
  userId: string;
  email: string;
}

/** Adds a newcomer, whom nothing was sold by and nothing is owed to. */
export async function addNewcomer({ db }: Pick<WalkSystem, 'db'>): Promise<Newcomer> {
  const [like] = await db.select().from(users).where(eq(users.userId, DEMO_OPERATOR.userId));
  if (!like) throw new Error('there is no demo');
  const userId = `walk-${randomBytes(6).toString('hex')}`;
  const person = { userId, email: `${userId}@walk.test` };
  const name = { nickname: userId.slice(0, 18), nicknameKey: userId };
  const { passwordHash } = like;
  await db.insert(users).values({ ...person, ...name, passwordHash, createdAtMs: Date.now() });
  return person;
}
