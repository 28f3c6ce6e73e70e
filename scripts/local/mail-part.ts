import { createServer } from 'node:http';
import process from 'node:process';
import { z } from 'zod';
import { portSchema, processShape, readConfig } from '@sagopalgo/core/runtime/config.ts';
import { closeServer, listen, serveInternal } from '@sagopalgo/core/runtime/internal-server.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import { createMetrics } from '@sagopalgo/core/runtime/metrics.ts';
import { runMain, stopInOrder } from '@sagopalgo/core/runtime/shutdown.ts';
import { startMailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { mailDesk } from './mail-desk.ts';

const shape = {
  ...processShape,
  SMTP_PORT: portSchema,
  MAIL_DESK_PORT: portSchema,
  DEPLOYMENT: z.literal('local', 'the mail catcher is not for production').default('local'),
};

runMain('mail', main);

/** The local start's mail server, which shows the mails on a page and lets none leave this machine. */
async function main(): Promise<void> {
  const config = readConfig(shape, process.env);
  const log = createLog('mail', config.LOG_LEVEL);
  const catcher = await startMailCatcher({ host: config.HOST, port: config.SMTP_PORT });
  const server = createServer(mailDesk(catcher));
  await listen(server, config.HOST, config.MAIL_DESK_PORT);
  const internal = await serveInternal({
    host: config.HOST,
    port: config.INTERNAL_PORT,
    metrics: createMetrics('mail'),
    faults: () => Promise.resolve(server.listening ? [] : ['mail']),
  });
  stopInOrder(log, [
    { name: 'smtp', stop: () => catcher.stop() },
    { name: 'desk', stop: () => closeServer(server) },
    { name: 'internal', stop: () => internal.close() },
  ]);
  log.info('mail.up', { smtpPort: catcher.port, internalPort: internal.port });
}
