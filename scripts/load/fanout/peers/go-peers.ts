import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withFileLock } from '../../../entry/file-lock.mjs';
import { DATA_ROOT } from '../../../root.ts';
import { startOwnServer } from '../../../services/own-server.ts';
import { findProgram, runProgram } from '../../../services/programs.ts';
import { onFreePort } from '../../../services/redis-server.ts';
import type { Peer } from '../peers.ts';
import { posting } from './posted.ts';

const SOURCES = fileURLToPath(new URL('../go', import.meta.url));
const TOOLS = join(DATA_ROOT, 'tools');
const BUILD_WITHIN_MS = 5 * 60_000;
const UP_WITHIN_MS = 10_000;
const CONNECT = encodeURIComponent('{"id":1,"connect":{}}');

/** The hub of Mercure as a library, on its local transport. */
export const mercure = goPeer('mercure', '/events?topic=auction');

/** The Centrifuge library, with history and positions, by its event stream. */
export const centrifuge = goPeer('centrifuge', `/events?cf_connect=${CONNECT}`);

function goPeer(name: string, path: string): Peer {
  const program = join(TOOLS, `load-${name}`);
  return {
    name,
    resumes: false,
    prepare: (say) => build(name, program, say),
    start: ({ dataDir }) =>
      onFreePort(async (port) => {
        const folder = join(dataDir, name);
        const pidFile = join(folder, 'server.pid');
        mkdirSync(folder, { recursive: true });
        const server = await startOwnServer({
          name,
          command: findProgram('env') ?? 'env',
          args: ['-C', folder, 'GOMAXPROCS=1', program, String(port), pidFile],
          dataDir: folder,
          logFile: join(dataDir, `${name}.log`),
          pidFile,
          isUp: () => isUp(port),
          withinMs: UP_WITHIN_MS,
        });
        const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
        const { publish, flush, close } = posting(port, '/publish');
        const stop = (): Promise<void> => {
          close();
          return server.stop();
        };
        return { pid, port, path, protocol: 'sse' as const, publish, flush, stop };
      }),
  };
}

async function build(
  name: string,
  program: string,
  say: (line: string) => void,
): Promise<string | null> {
  const go = findProgram('go');
  if (go === null) return `${name} needs Go, which is not here`;
  mkdirSync(TOOLS, { recursive: true });
  say(`Building ${name} with Go …`);
  const options = { withinMs: BUILD_WITHIN_MS, cwd: SOURCES };
  try {
    await withFileLock(`${program}.lock`, () =>
      runProgram(go, ['build', '-mod=readonly', '-o', program, `./${name}`], options),
    );
    return null;
  } catch (error) {
    return `${name} could not be built: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function isUp(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
  } catch {
    return false;
  }
}
