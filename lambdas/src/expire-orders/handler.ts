import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { expireOrders } from './expire-orders.ts';

/** EventBridge's door for the sweep of each minute. Throws to be tried again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  connections.log.info('expire-orders.done', { ...(await expireOrders(connections)) });
});
