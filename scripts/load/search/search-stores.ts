import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import type { Db } from '@sagopalgo/core/mysql/connect.ts';
import { migrateDatabase } from '@sagopalgo/core/mysql/migrate.ts';
import { connectElastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import type { Elastic } from '@sagopalgo/core/search/elastic/connect-elastic.ts';
import { tryFileLock } from '../../entry/file-lock.mjs';
import { DATA_ROOT } from '../../root.ts';
import { createDatabase } from '../../services/database.ts';
import { provideElasticsearch } from '../../services/elasticsearch.ts';
import { provideMysql } from '../../services/mysql.ts';

const FOLDER = join(DATA_ROOT, 'load', 'search');
const SEED = 7;
const HEAP = '1g';
/** A server of that size has it; with the 128 MiB of the default every word would be fetched from the disk. */
const POOL_BYTES = 3 * 1024 ** 3;

/** What hears how a run goes, and what cuts it off. */
export interface LoadRun {
  say: (line: string) => void;
  interrupted: AbortSignal;
}

/** How far the stores have been filled, and by what: the same numbers make the same listings. */
export interface Filled {
  seed: number;
  nowMs: number;
  count: number;
}

/** A record and an Elasticsearch of their own, kept from one run to the next until one has ended well. */
export interface SearchStores {
  db: Db;
  elastic: Elastic;
  filled: Filled;
  /** Notes how far it has come. */
  note(filled: Filled): void;
  /** Stops both; `isDone` also takes away what they keep. */
  end(isDone: boolean): Promise<void>;
}

/** Starts both, whatever MYSQL_URL and ELASTICSEARCH_URL name; throws a sentence when one cannot be had. */
export async function startSearchStores(say: (line: string) => void): Promise<SearchStores> {
  const release = tryFileLock(join(DATA_ROOT, 'locks', 'load-search'));
  if (release === null) throw new Error('load -- search is running in this clone already.');
  mkdirSync(FOLDER, { recursive: true });
  const endings: (() => Promise<unknown> | void)[] = [release];
  const end = async (isDone: boolean): Promise<void> => {
    if (isDone) endings.splice(1, 0, () => rmSync(FOLDER, { recursive: true, force: true }));
    for (const step of endings.splice(0).toReversed()) await step();
  };
  try {
    const options = { dataDir: FOLDER, log: say, env: {} };
    const mysql = await provideMysql(options);
    endings.push(() => mysql.stop());
    const elasticsearch = await provideElasticsearch(options, HEAP);
    if (elasticsearch === null)
      throw new Error('The search is measured with an Elasticsearch only.');
    endings.push(() => elasticsearch.stop());
    const mysqlUrl = await createDatabase(mysql.url, 'sagopalgo');
    await migrateDatabase(mysqlUrl);
    const { db, end: endDb } = connectMysql(mysqlUrl);
    endings.push(endDb);
    await db.execute(sql.raw(`SET GLOBAL innodb_buffer_pool_size = ${POOL_BYTES}`));
    const elastic = connectElastic(elasticsearch.url, 'load');
    endings.push(() => elastic.client.close());
    return { db, elastic, filled: readFilled(), note, end };
  } catch (error) {
    await end(false);
    throw error;
  }
}

const NOTE = join(FOLDER, 'filled.json');

function readFilled(): Filled {
  if (!existsSync(NOTE)) return { seed: SEED, nowMs: Date.now(), count: 0 };
  return JSON.parse(readFileSync(NOTE, 'utf8')) as Filled;
}

function note(filled: Filled): void {
  writeFileSync(NOTE, JSON.stringify(filled));
}
