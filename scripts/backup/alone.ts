import { lockOf } from '@sagopalgo/core/mysql/restoring.ts';
import type { DatabaseWork } from '@sagopalgo/core/mysql/restoring.ts';
import { connectRaw, endWhenSilent, SILENT_MAX_SECONDS } from './raw-mysql.ts';

const HELD = { silentMaxSeconds: SILENT_MAX_SECONDS, pingMs: 15_000 };

/**
 * Runs `work` while no other process does the same to this database; throws a sentence at once when one
 * does, and when the lock is lost in between. The lock goes with the connection, so a killed process leaves none, and a
 * machine that vanishes leaves none for longer than a minute: the connection, which is idle otherwise, says every
 * `pingMs` that it is there.
 */
export async function alone<Result>(
  mysqlUrl: string,
  what: DatabaseWork,
  work: () => Promise<Result>,
  { silentMaxSeconds, pingMs } = HELD,
): Promise<Result> {
  const connection = await connectRaw(mysqlUrl);
  let pings: NodeJS.Timeout | undefined;
  try {
    await endWhenSilent(connection, silentMaxSeconds);
    const [rows] = await connection.query(`SELECT GET_LOCK(${lockOf(what)}, 0) AS held`);
    const held = (rows as { held: number | null }[])[0]?.held;
    if (held !== 1) throw new Error(`another ${what} of this database is under way.`);
    const lost = new Promise<never>((_resolve, reject) => {
      const tell = (cause: unknown): void =>
        reject(new Error(`the connection that keeps others from a ${what} was lost.`, { cause }));
      connection.on('error', tell);
      pings = setInterval(() => void connection.ping().catch(tell), pingMs);
    });
    return await Promise.race([work(), lost]);
  } finally {
    clearInterval(pings);
    connection.destroy();
  }
}
