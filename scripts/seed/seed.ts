// Seeds the database, Redis and bucket that the environment names with the demo.
import process from 'node:process';
import { z } from 'zod';
import { pictureStoreShape } from '@sagopalgo/core/images/store-config.ts';
import { readConfig } from '@sagopalgo/core/runtime/config.ts';
import { runMain } from '@sagopalgo/core/runtime/shutdown.ts';
import { seedDemo } from './seed-demo.ts';

const shape = {
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  ...pictureStoreShape,
};

runMain('seed', async () => {
  const config = readConfig(shape, process.env);
  await seedDemo({
    mysqlUrl: config.MYSQL_URL,
    redisUrl: config.REDIS_URL,
    s3: config,
    now: Date.now,
  });
});
