import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { advanceOrders } from './advance-orders.ts';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export const handler = scheduled('advance-orders', lambdaConnections, advanceOrders, (advanced) =>
  advanced.found > 0 ? advanced : null,
);
