// Starts both servers in the folder given, prints their URLs and holds them until it is killed.
import process from 'node:process';
import { provideMysql } from '../mysql.ts';
import { provideRedis } from '../redis.ts';

const options = { dataDir: process.argv[2] ?? '', log: () => undefined, env: {} };
const redis = await provideRedis(options);
const mysql = await provideMysql(options);
process.stdout.write(`${JSON.stringify({ redisUrl: redis.url, mysqlUrl: mysql.url })}\n`);
setInterval(() => undefined, 60_000);
