// A process that runs the real closing handler whenever its parent says so.
import process from 'node:process';
import { handler } from '@sagopalgo/lambdas/src/close-auctions/handler.ts';
import { signingConnections } from '@sagopalgo/lambdas/src/connections.ts';

await signingConnections();
process.on('message', () => {
  handler().then(
    () => process.send?.('settled'),
    (error: unknown) => process.send?.(`failed: ${String(error)}`),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
