import process from 'node:process';
import { z } from 'zod';
import { portSchema, processShape, readConfig } from '@sagopalgo/core/runtime/config.ts';
import { closeServer, serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { startStandIn } from '@sagopalgo/core/testing/sign-in-stand-in.ts';

const shape = {
  ...processShape,
  SIGN_IN_PORT: portSchema,
  PUBLIC_ORIGINS: z.string(),
  DEPLOYMENT: z.literal('local', 'the stand-in is not for production').default('local'),
};

runMain('sign-in', main);

/** What plays Kakao, Naver and Google on the local start, and lets anybody in by any name. */
async function main(): Promise<void> {
  const config = readConfig(shape, process.env);
  const log = createLog('sign-in', config.LOG_LEVEL);
  const origins = config.PUBLIC_ORIGINS.split(',');
  const place = { host: config.HOST, port: config.SIGN_IN_PORT, origins };
  const { server } = await startStandIn(place);
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics: createMetrics('sign-in'),
    faults: () => Promise.resolve(server.listening ? [] : ['sign-in']),
  });
  stopInOrder(log, [
    {
      name: 'stand-in',
      stop: async () => {
        server.closeAllConnections();
        await closeServer(server);
      },
    },
    { name: 'internal', stop: () => internal.close() },
  ]);
  log.info('sign-in.up', { internalPort: internal.port });
}
