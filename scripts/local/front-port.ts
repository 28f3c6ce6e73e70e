import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryFileLock } from '../entry/file-lock.mjs';

const PORTS_TRIED_MAX = 50;
const PORT_LAST = 65_535;

/** A port that no other copy of ours takes until `release`, listened on already or not. */
export interface ReservedPort {
  port: number;
  release: () => void;
}

/** The first free loopback port from `wanted` on. Throws a sentence when many in a row are taken. */
export async function reservePort(wanted: number): Promise<ReservedPort> {
  const last = Math.min(wanted + PORTS_TRIED_MAX, PORT_LAST);
  for (let port = wanted; port <= last; port += 1) {
    // Copies that start at once all find the same port free: the front listens on it only later.
    const release = tryFileLock(join(tmpdir(), `sagopalgo-port-${port}`));
    if (release === null) continue;
    if (await isFree(port)) return { port, release };
    release();
  }
  throw new Error(`The ports ${wanted} to ${last} are all in use; name another with PORT=…`);
}

/** The port that PORT asks for. Throws a sentence when it is not a port. */
export function wantedPort(given: string | undefined, fallback: number): number {
  if (given === undefined || given === '') return fallback;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 1 && port <= PORT_LAST) return port;
  throw new Error(`PORT must be a number from 1 to ${PORT_LAST}, not "${given}".`);
}

// A port that another program holds on all addresses counts as taken too.
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', undefined]) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
