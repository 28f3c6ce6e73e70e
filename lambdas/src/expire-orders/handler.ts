import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { expireOrders } from './expire-orders.ts';

/** EventBridge's door for the sweep of each minute. Throws to be tried again. */
export const handler = scheduled('expire-orders', lambdaConnections, expireOrders);
