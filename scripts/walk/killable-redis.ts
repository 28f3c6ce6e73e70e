import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { freePort } from '../services/programs.ts';
import { startRedisServer } from '../services/redis-server.ts';
import type { RedisServer } from '../services/redis-server.ts';

/** Where Redis keeps its append-only file. */
const AOF = 'appendonlydir';

/** A durable Redis of a test's own, which dies and comes back on the same port with the same data. */
export class KillableRedis {
  readonly #dataDir: string;
  readonly #logDir: string;
  readonly #port: number;
  #server: RedisServer;

  private constructor(
    place: { dataDir: string; logDir: string; port: number },
    server: RedisServer,
  ) {
    this.#dataDir = place.dataDir;
    this.#logDir = place.logDir;
    this.#port = place.port;
    this.#server = server;
  }

  static async start(dataDir: string): Promise<KillableRedis> {
    const place = {
      dataDir: join(dataDir, 'own-redis'),
      logDir: join(dataDir, 'logs'),
      port: await freePort(),
    };
    return new KillableRedis(place, await startRedisServer(place));
  }

  get url(): string {
    return this.#server.url;
  }

  /** Ends it on the spot, as a crash would; resolves when it is gone. */
  async kill(): Promise<void> {
    const { died } = this.#server;
    process.kill(this.#server.pid, 'SIGKILL');
    await died;
  }

  /** Starts it again with what is on its disk. */
  async restart(): Promise<void> {
    const place = { dataDir: this.#dataDir, logDir: this.#logDir, port: this.#port };
    this.#server = await startRedisServer(place);
  }

  /** Stops and lets it go on, without its knowing, as a disk that hangs would. */
  freeze(): () => void {
    const { pid } = this.#server;
    process.kill(pid, 'SIGSTOP');
    return () => void process.kill(pid, 'SIGCONT');
  }

  /** Copies its disk as it is now; the function returned puts that back while it is dead. */
  keepDisk(): () => void {
    const now = join(this.#dataDir, AOF);
    const kept = `${now}.kept`;
    rmSync(kept, { recursive: true, force: true });
    cpSync(now, kept, { recursive: true });
    return () => {
      rmSync(now, { recursive: true, force: true });
      cpSync(kept, now, { recursive: true });
    };
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}
