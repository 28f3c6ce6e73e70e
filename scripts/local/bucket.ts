// Prepares the bucket that the environment names, for an S3 that begins empty.
import process from 'node:process';
import { z } from 'zod';
import { pictureStoreShape } from '@sagopalgo/core/images/store-config.ts';
import { listSchema, readConfig } from '@sagopalgo/core/runtime/config.ts';
import { runMain } from '@sagopalgo/core/runtime/shutdown.ts';
import { prepareBucket } from './prepare-bucket.ts';

const shape = { ...pictureStoreShape, PUBLIC_ORIGINS: listSchema.pipe(z.array(z.string()).min(1)) };

runMain('bucket', async () => {
  const { PUBLIC_ORIGINS: origins, ...config } = readConfig(shape, process.env);
  await prepareBucket(config, origins);
});
