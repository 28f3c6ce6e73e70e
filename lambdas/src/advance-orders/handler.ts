import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { advanceOrders } from './advance-orders.ts';

const JOB = 'advance-orders';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const advanced = await keptRun(connections, JOB, () => advanceOrders(connections));
  if (advanced.found > 0) connections.log.info('advance-orders.done', { ...advanced });
});
