import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../entry/file-lock.mjs';
import { DATA_ROOT } from '../root.ts';
import { databaseOf, withDatabase } from '../services/database.ts';
import { composeStores } from './compose-stores.ts';

const DATABASE_DEFAULT = 'sagopalgo';
const NOTE = 'running.json';

/** Where a running marketplace keeps its record and its live auctions. */
export interface RunningStores {
  mysqlUrl: string;
  redisUrl: string;
  /** Null where the search works on the record alone. */
  elasticsearchUrl: string | null;
}

/** A marketplace that was started in this clone and still runs. */
export interface RunningMarketplace extends RunningStores {
  apiUrl: string;
  dataDir: string;
}

/**
 * The stores that MYSQL_URL and REDIS_URL name, else those of the marketplace of this clone that was
 * started last and still runs, else those of its docker compose. Throws a sentence when there is none.
 */
export function runningStores(env: Readonly<Record<string, string | undefined>>): RunningStores {
  const { MYSQL_URL: mysqlUrl, REDIS_URL: redisUrl } = env;
  if (!mysqlUrl || !redisUrl) return startedMarketplace() ?? composed() ?? notRunning();
  const name = databaseOf(mysqlUrl) ?? DATABASE_DEFAULT;
  const elasticsearchUrl = env['ELASTICSEARCH_URL'] || null;
  return { mysqlUrl: withDatabase(mysqlUrl, name), redisUrl, elasticsearchUrl };
}

/** The marketplace of this clone that was started last. Throws a sentence when none runs. */
export function runningMarketplace(): RunningMarketplace {
  return startedMarketplace() ?? notRunning();
}

function startedMarketplace(): RunningMarketplace | null {
  const [newest] = readNotes().toSorted((a, b) => b.writtenAtMs - a.writtenAtMs);
  return newest?.marketplace ?? null;
}

// Its Elasticsearch can be reached inside its network only.
function composed(): RunningStores | null {
  const stores = composeStores();
  return stores && { ...stores, elasticsearchUrl: null };
}

function notRunning(): never {
  throw new Error('Sagopalgo is not running here. Start it with npm start, then try again.');
}

function readNotes(): { writtenAtMs: number; marketplace: RunningMarketplace }[] {
  return dataFolders().flatMap((folder) => {
    const dataDir = join(DATA_ROOT, folder);
    const file = join(dataDir, NOTE);
    try {
      const note = JSON.parse(readFileSync(file, 'utf8')) as RunningMarketplace & { pid: number };
      // A crash leaves its note behind.
      if (!isAlive(note.pid)) return [];
      return [{ writtenAtMs: statSync(file).mtimeMs, marketplace: { ...note, dataDir } }];
    } catch {
      return [];
    }
  });
}

function dataFolders(): string[] {
  try {
    return readdirSync(DATA_ROOT);
  } catch {
    return [];
  }
}
