import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { provideMysql } from '../services/mysql.ts';
import type { Service } from '../services/sources.ts';

/** A MySQL that can be lost: one address, behind which the server dies and comes back with its data. */
export class OwnMysql {
  readonly #dataDir: string;
  readonly #door = createServer((client) => this.#let(client));
  readonly #visitors = new Set<Socket>();
  #server: Service | null = null;

  private constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  static async start(dataDir: string): Promise<OwnMysql> {
    const mysql = new OwnMysql(dataDir);
    await new Promise<void>((resolve) => {
      mysql.#door.listen(0, '127.0.0.1', resolve);
    });
    await mysql.up();
    return mysql;
  }

  /** The server's URL, the same over its lives. */
  get url(): string {
    return `mysql://root@127.0.0.1:${(this.#door.address() as AddressInfo).port}`;
  }

  get isUp(): boolean {
    return this.#server !== null;
  }

  async up(): Promise<void> {
    // Nothing of the environment: it may name a server that is not ours to lose.
    this.#server ??= await provideMysql({ dataDir: this.#dataDir, log: () => undefined, env: {} });
  }

  /** Ends it on the spot, as a crash would. */
  async kill(): Promise<void> {
    const pidFile = join(this.#dataDir, 'mysql', 'server.pid');
    process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
    await this.down();
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const socket of this.#visitors) socket.destroy();
    await server?.stop();
  }

  async end(): Promise<void> {
    await this.down();
    this.#door.close();
  }

  #let(client: Socket): void {
    const server = this.#server;
    if (!server) return void client.destroy();
    const behind = connect(Number(new URL(server.url).port), '127.0.0.1');
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      this.#visitors.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#visitors.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
