import process from 'node:process';
import { z } from 'zod';
import {
  listSchema,
  portSchema,
  processShape,
  readConfig,
} from '@sagopalgo/core/runtime/config.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { startLocalS3 } from './local-s3.ts';
import { postNotification } from './post-notification.ts';
import { isOfUploads } from './s3-notification.ts';

const shape = {
  ...processShape,
  S3_PORT: portSchema,
  S3_DIR: z.string(),
  S3_BUCKET: z.string().default('sagopalgo'),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: z.string(),
  /** Whose pages may upload. */
  PUBLIC_ORIGINS: listSchema.default([]),
  /** Where what happens to files is told, as AWS tells a Lambda; nowhere if left out. */
  S3_EVENTS_URL: z.url().optional(),
};

runMain('s3', main);

/** The local start's S3. */
async function main(): Promise<void> {
  const config = readConfig(shape, process.env);
  const log = createLog('s3', config.LOG_LEVEL);
  const { S3_EVENTS_URL: eventsUrl } = config;
  const s3 = await startLocalS3({
    host: config.HOST,
    port: config.S3_PORT,
    directory: config.S3_DIR,
    bucket: config.S3_BUCKET,
    keys: config,
    origins: config.PUBLIC_ORIGINS,
    refused: (error) => log.debug('s3.refused', { reason: error.message }),
    notify: (notification) => {
      if (eventsUrl === undefined || !isOfUploads(notification)) return;
      postNotification(eventsUrl, notification).catch((error: unknown) => {
        log.warn('s3.not-told', { error: describeError(error) });
      });
    },
  });
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics: createMetrics('s3'),
    faults: () => Promise.resolve(s3.isListening() ? [] : ['s3']),
  });
  stopInOrder(log, [
    { name: 's3', stop: () => s3.close() },
    { name: 'internal', stop: () => internal.close() },
  ]);
  log.info('s3.up', { port: s3.port, internalPort: internal.port });
}
