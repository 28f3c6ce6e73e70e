import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import { eventually } from '@sagopalgo/core/testing/connections.ts';
import { askRedis } from '../services/ask-redis.ts';
import { freePort } from '../services/programs.ts';
import { startRedisServer } from '../services/redis-server.ts';
import type { RedisServer } from '../services/redis-server.ts';

/** A durable Redis of a test's own with a replica, behind one address as a hosted service has it. */
export class ReplicatedRedis {
  readonly #master: RedisServer;
  readonly #replica: RedisServer;
  readonly #address: Server;
  readonly #connections: Set<Socket>;
  #port: number;

  private constructor(master: RedisServer, replica: RedisServer, address: Server) {
    [this.#master, this.#replica, this.#address] = [master, replica, address];
    this.#connections = new Set();
    this.#port = master.port;
    address.on('connection', (client) => this.#passOn(client));
  }

  static async start(dataDir: string): Promise<ReplicatedRedis> {
    const server = async (name: string, args: string[]) =>
      await startRedisServer({
        ...{ dataDir: join(dataDir, name), logDir: join(dataDir, 'logs') },
        ...{ port: await freePort(), args },
      });
    const master = await server('redis-master', []);
    const replicaOf = ['--replicaof', `127.0.0.1 ${master.port}`];
    const replica = await server('redis-replica', replicaOf);
    const address = createServer().listen(0, '127.0.0.1');
    await once(address, 'listening');
    await eventually(async () => (await infoOf(replica)).includes('master_link_status:up'), 30_000);
    return new ReplicatedRedis(master, replica, address);
  }

  get url(): string {
    const place = this.#address.address();
    if (place === null || typeof place === 'string') throw new Error('not a TCP server');
    return `redis://127.0.0.1:${place.port}`;
  }

  /** Resolves once the replica has everything and has been running for `ms`. */
  async untilReplicaRuns(ms: number): Promise<void> {
    await eventually(async () => {
      const seconds = Number(/uptime_in_seconds:(\d+)/.exec(await infoOf(this.#replica))?.[1]);
      return seconds * 1000 > ms && (await this.#isLevel());
    }, 60_000);
  }

  /** The replica follows the master no more, as when the network between them is cut. */
  async cutOff(): Promise<void> {
    await eventually(() => this.#isLevel());
    await askRedis(this.#replica.url, (redis) => redis.replicaof('NO', 'ONE'));
  }

  /** Lets the address lead to the replica, which was cut off; all connections break. */
  failOver(): void {
    this.#port = this.#replica.port;
    for (const connection of this.#connections) connection.destroy();
  }

  async stop(): Promise<void> {
    this.#address.close();
    for (const connection of this.#connections) connection.destroy();
    await Promise.all([this.#replica.stop(), this.#master.stop()]);
  }

  async #isLevel(): Promise<boolean> {
    const [ahead, behind] = await Promise.all([infoOf(this.#master), infoOf(this.#replica)]);
    return offsetOf(ahead) === offsetOf(behind);
  }

  #passOn(client: Socket): void {
    const server = connect(this.#port, '127.0.0.1');
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#connections.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#connections.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}

function infoOf({ url }: RedisServer): Promise<string> {
  return askRedis(url, async (redis) => {
    const parts = [await redis.info('server'), await redis.info('replication')];
    return parts.join('\n');
  });
}

function offsetOf(info: string): string | undefined {
  return /master_repl_offset:(\d+)/.exec(info)?.[1];
}
