import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { findProgram, runProgram } from './programs.ts';

const COMPOSE_FILE = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
const LOOK_WITHIN_MS = 5_000;
const UP_WITHIN_MS = 5 * 60_000;
const DOWN_WITHIN_MS = 60_000;

/** One service of docker-compose.yml, run in a compose project of its own. */
export interface DockerService {
  /** The loopback port that leads to it. */
  port: number;
  stop: () => Promise<void>;
}

/** True when a Docker engine answers at once and can run compose files. */
export async function hasDockerEngine(): Promise<boolean> {
  if (findProgram('docker') === null) return false;
  try {
    const format = ['--format', '{{.ServerVersion}}'];
    await runProgram('docker', ['info', ...format], { withinMs: LOOK_WITHIN_MS });
    await runProgram('docker', ['compose', 'version'], { withinMs: LOOK_WITHIN_MS });
    return true;
  } catch {
    return false;
  }
}

/**
 * Brings one service up and waits for its health check. Its data stays in a volume named after
 * `dataDir` until `removeDockerData`.
 */
export async function startDockerService(
  service: 'mysql' | 'redis',
  innerPort: number,
  dataDir: string,
): Promise<DockerService> {
  const compose = (args: string[], withinMs: number) =>
    runProgram('docker', [...projectOf(service, dataDir), ...args], { withinMs });
  const down = async (): Promise<void> => {
    await compose(['down'], DOWN_WITHIN_MS);
  };
  try {
    await compose(['up', '--detach', '--wait', '--no-deps', service], UP_WITHIN_MS);
    const address = await compose(['port', service, String(innerPort)], LOOK_WITHIN_MS);
    const port = Number(/:(\d+)$/.exec(address)?.[1]);
    if (!port) throw new Error(`docker told no port for ${service}: "${address}"`);
    return { port, stop: down };
  } catch (error) {
    await down().catch(() => undefined);
    throw error;
  }
}

/** Removes what earlier runs with this `dataDir` kept in Docker volumes, where there is an engine. */
export async function removeDockerData(dataDir: string): Promise<void> {
  if (!(await hasDockerEngine())) return;
  for (const service of ['mysql', 'redis'] as const) {
    const args = [...projectOf(service, dataDir), 'down', '--volumes'];
    await runProgram('docker', args, { withinMs: DOWN_WITHIN_MS });
  }
}

function projectOf(service: string, dataDir: string): string[] {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return ['compose', '-f', COMPOSE_FILE, '-p', `sagopalgo-${service}-${name}`];
}
