import { tossConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { reconcilePayments } from './reconcile-payments.ts';

const JOB = 'reconcile-payments';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = handling(async () => {
  const connections = await tossConnections();
  const open = await keptRun(connections, JOB, () => reconcilePayments(connections));
  connections.log.info('reconcile-payments.done', { ...open });
});
