import { execFileSync } from 'node:child_process';
import { ROOT } from '../root.ts';
import { findProgram } from '../services/programs.ts';

const WITHIN_MS = 10_000;
/** As docker-compose.yml names them. */
const RECORD = { user: 'root:sagopalgo', database: 'sagopalgo' };

/**
 * The stores of the system that `docker compose up` runs from this clone, at the ports that they have at this moment:
 * they change with every start. Null where none runs.
 */
export function composeStores(): { mysqlUrl: string; redisUrl: string } | null {
  if (findProgram('docker') === null) return null;
  const mysql = addressOf('mysql', 3306);
  const redis = addressOf('redis', 6379);
  if (!mysql || !redis) return null;
  const { user, database } = RECORD;
  return { mysqlUrl: `mysql://${user}@${mysql}/${database}`, redisUrl: `redis://${redis}` };
}

function addressOf(service: string, innerPort: number): string | null {
  try {
    const said = execFileSync('docker', ['compose', 'port', service, String(innerPort)], {
      ...{ cwd: ROOT, timeout: WITHIN_MS, encoding: 'utf8' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /^127\.0\.0\.1:\d+$/m.exec(said)?.[0] ?? null;
  } catch {
    return null;
  }
}
