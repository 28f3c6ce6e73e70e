import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { startPart } from '../local/part.ts';
import type { Part } from '../local/part.ts';

/** The origin whose pages may read the streams of these processes. */
export const OWN_ORIGIN = 'http://localhost:3000';
const TOKEN_SECRET = 'a secret of at least 32 characters';

/** An sse-server as a process of its own; `port` is where its streams are. */
export type SseProcess = Part & { port: number; url: string };

/** Starts sse-servers on one Redis and ends them all together. */
export class SseProcesses {
  readonly #redisUrl: string;
  readonly #env: Record<string, string>;
  readonly #dataDir: string;
  readonly #running = new Set<SseProcess>();

  constructor(redisUrl: string, env: Record<string, string> = {}) {
    this.#redisUrl = redisUrl;
    this.#env = env;
    this.#dataDir = mkdtempSync(join(process.env['TEST_DATA_DIR'] ?? tmpdir(), 'sse-'));
  }

  async start(env: Record<string, string> = {}): Promise<SseProcess> {
    const name = `sse-server-${randomBytes(3).toString('hex')}`;
    const part = await startPart({
      name,
      file: 'sse-server/src/main.ts',
      env: {
        REDIS_URL: this.#redisUrl,
        TOKEN_SECRET,
        PUBLIC_ORIGINS: OWN_ORIGIN,
        RATE_LIMITS: 'wide',
        TRUSTED_PROXIES: 'none',
        ...this.#env,
        ...env,
      },
      ports: ['HTTP_PORT'],
      logFile: join(this.#dataDir, `${name}.log`),
    });
    const port = part.ports['HTTP_PORT'] ?? 0;
    const running = Object.assign(part, { port, url: `http://127.0.0.1:${port}` });
    this.#running.add(running);
    return running;
  }

  async end(): Promise<void> {
    await Promise.all([...this.#running].map((part) => part.kill()));
    rmSync(this.#dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
