import process from 'node:process';
import { z } from 'zod';
import { portSchema, processShape, readConfig } from '@sagopalgo/core/runtime/config.ts';
import { serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { SIMULATOR_KEYS } from './api-keys.ts';
import { startTossSimulator } from './simulator.ts';

const shape = {
  ...processShape,
  TOSS_PORT: portSchema,
  /** Where payments are kept over a restart. */
  TOSS_STATE_FILE: z.string(),
  TOSS_WEBHOOK_URL: z.url().optional(),
  TOSS_WEBHOOK_RETRY_SPEED: z.coerce.number().positive().default(1),
  TOSS_CLIENT_KEY: z.string().default(SIMULATOR_KEYS.clientKey),
  TOSS_SECRET_KEY: z.string().default(SIMULATOR_KEYS.secretKey),
  DEPLOYMENT: z.literal('local', 'the Toss simulator is not for production').default('local'),
};

runMain('toss', main);

/** The local start's Toss Payments, in which no money moves. */
async function main(): Promise<void> {
  const config = readConfig(shape, process.env);
  const log = createLog('toss', config.LOG_LEVEL);
  let stopped = false;
  const simulator = await startTossSimulator({
    host: config.HOST,
    port: config.TOSS_PORT,
    keys: { clientKey: config.TOSS_CLIENT_KEY, secretKey: config.TOSS_SECRET_KEY },
    webhookUrl: config.TOSS_WEBHOOK_URL ?? null,
    webhookRetrySpeed: config.TOSS_WEBHOOK_RETRY_SPEED,
    stateFile: config.TOSS_STATE_FILE,
  });
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics: createMetrics('toss'),
    faults: () => Promise.resolve(stopped ? ['toss'] : []),
  });
  stopInOrder(log, [
    {
      name: 'toss',
      stop: () => {
        stopped = true;
        return simulator.stop();
      },
    },
    { name: 'internal', stop: () => internal.close() },
  ]);
  log.info('toss.up', { port: config.TOSS_PORT, internalPort: internal.port, noMoneyMoves: true });
}
