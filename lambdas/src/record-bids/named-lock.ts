import { sql } from 'drizzle-orm';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';

const WAIT_SECONDS = 10;
/**
 * A lock takes one connection and its work others. Of the ten of a pool, so many may be held by locks,
 * or their work would wait for each other for ever. What takes long has places of its own.
 */
const LOCKS_AT_ONCE = { restoring: 4, indexing: 3 };
type Kind = keyof typeof LOCKS_AT_ONCE;

interface Places {
  free: number;
  waiting: (() => void)[];
}

/** How many locks are held by a pool's connections, and who waits for one to be let go. */
const places = new WeakMap<Db, Record<Kind, Places>>();

/** Somebody else held the lock all the while. */
export class LockTakenError extends Error {
  override readonly name = 'LockTakenError';
}

/**
 * Runs `work` while this process alone holds MySQL's lock of that name (64 characters at most); throws a
 * LockTakenError when it cannot be had in 10 s. The lock goes with the connection, so a killed process leaves none.
 */
export async function withNamedLock<Result>(
  db: Db,
  name: string,
  work: () => Promise<Result>,
  kind: Kind = 'restoring',
): Promise<Result> {
  const place = await takePlace(db, kind);
  try {
    // The transaction only keeps one connection for as long as the lock is held.
    return await db.transaction(async (tx) => {
      const [rows] = await tx.execute(sql`SELECT GET_LOCK(${name}, ${WAIT_SECONDS}) AS held`);
      const held = (rows as unknown as { held: number | null }[])[0]?.held;
      if (held !== 1) throw new LockTakenError(`the lock ${name} could not be had in time`);
      try {
        return await work();
      } finally {
        await tx.execute(sql`DO RELEASE_LOCK(${name})`);
      }
    });
  } finally {
    place.release();
  }
}

async function takePlace(db: Db, kind: Kind): Promise<{ release: () => void }> {
  const all = places.get(db) ?? {
    restoring: { free: LOCKS_AT_ONCE.restoring, waiting: [] },
    indexing: { free: LOCKS_AT_ONCE.indexing, waiting: [] },
  };
  places.set(db, all);
  const place = all[kind];
  if (place.free > 0) place.free -= 1;
  else await new Promise<void>((resolve) => void place.waiting.push(resolve));
  return {
    release: () => {
      const next = place.waiting.shift();
      if (next) next();
      else place.free += 1;
    },
  };
}
