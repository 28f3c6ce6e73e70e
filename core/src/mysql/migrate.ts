import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/mysql2/migrator';
import { connectMysql } from './connect.ts';

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url));
const LOCK_SECONDS = 60;

/**
 * Brings the database that the URL names up to date with the committed migrations. Two at once wait
 * for each other; a database that is up to date is left as it is.
 */
export async function migrateDatabase(mysqlUrl: string): Promise<void> {
  const { db, pool, end } = connectMysql(mysqlUrl);
  try {
    const lock = await pool.getConnection();
    try {
      const [rows] = await lock.query('SELECT GET_LOCK(DATABASE(), ?) AS held', [LOCK_SECONDS]);
      const held = (rows as { held: number | null }[])[0]?.held;
      if (held !== 1) throw new Error('another migration of this database has not ended in time');
      // Ids and e-mail addresses sort and compare by their bytes on MariaDB and MySQL alike.
      await lock.query('ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
      await migrate(db, { migrationsFolder: FOLDER });
    } finally {
      await lock.query('SELECT RELEASE_LOCK(DATABASE())');
      lock.release();
    }
  } finally {
    await end();
  }
}
