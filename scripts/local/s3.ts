import process from 'node:process';
import S3rver from '@20minutes/s3rver';
import { z } from 'zod';
import { portSchema, processShape, readConfig } from '@sagopalgo/core/runtime/config.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';

const shape = {
  ...processShape,
  S3_PORT: portSchema,
  S3_DIR: z.string(),
  S3_BUCKET: z.string().default('sagopalgo'),
};

runMain('s3', main);

/** The local start's S3: the real protocol over a folder, with the one bucket there from the start. */
async function main(): Promise<void> {
  const config = readConfig(shape, process.env);
  const log = createLog('s3', config.LOG_LEVEL);
  const s3 = new S3rver({
    address: config.HOST,
    port: config.S3_PORT,
    directory: config.S3_DIR,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: config.S3_BUCKET, configs: [] }],
  });
  s3.on('error', (error: Error) => log.debug('s3.refused', { message: error.message }));
  const { port } = await s3.run();
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics: createMetrics('s3'),
    faults: () => Promise.resolve(s3.httpServer.listening ? [] : ['s3']),
  });
  stopInOrder(log, [
    {
      name: 's3',
      stop: async () => {
        const closed = s3.close();
        s3.httpServer.closeAllConnections();
        await closed;
      },
    },
    { name: 'internal', stop: () => internal.close() },
  ]);
  log.info('s3.up', { port, internalPort: internal.port });
}
