// A process that runs the real handler of unpaid orders whenever its parent says so.
import process from 'node:process';
import { lambdaConnections } from '@sagopalgo/lambdas/src/connections.ts';
import { handler } from '@sagopalgo/lambdas/src/expire-orders/handler.ts';

await lambdaConnections();
process.on('message', () => {
  handler().then(
    () => process.send?.('swept'),
    (error: unknown) => process.send?.(`failed: ${String(error)}`),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
