import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { reconcileAll } from './reconcile-all.ts';

const JOB = 'reconcile';

/** EventBridge's door after the day's closing: compares the day as a whole, and checks the books. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  await keptRun(connections, JOB, () => reconcileAll(connections));
});
