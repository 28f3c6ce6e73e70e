import { tossConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { reconcilePayments } from './reconcile-payments.ts';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = scheduled('reconcile-payments', tossConnections, reconcilePayments);
