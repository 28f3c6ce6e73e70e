// Seeds the database, Redis and bucket that the environment names with the demo.
import process from 'node:process';
import { z } from 'zod';
import { readConfig } from '@sagopalgo/core/runtime/config.ts';
import { runMain } from '@sagopalgo/core/runtime/shutdown.ts';
import { seedDemo } from './seed-demo.ts';

const shape = {
  MYSQL_URL: z.string(),
  REDIS_URL: z.string(),
  S3_ENDPOINT: z.url(),
  S3_REGION: z.string(),
  S3_BUCKET: z.string(),
};

runMain('seed', async () => {
  const config = readConfig(shape, process.env);
  await seedDemo({
    mysqlUrl: config.MYSQL_URL,
    redisUrl: config.REDIS_URL,
    s3: { endpoint: config.S3_ENDPOINT, region: config.S3_REGION, bucket: config.S3_BUCKET },
    now: Date.now,
  });
});
