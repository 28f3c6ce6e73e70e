import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { expireOrders } from './expire-orders.ts';

const JOB = 'expire-orders';

/** EventBridge's door for the sweep of each minute. Throws to be tried again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const expired = await keptRun(connections, JOB, () => expireOrders(connections));
  connections.log.info('expire-orders.done', { ...expired });
});
