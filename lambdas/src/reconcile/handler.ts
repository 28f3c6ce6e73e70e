import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { reconcileAll } from './reconcile-all.ts';

/** EventBridge's door after the day's closing: compares the day as a whole, and checks the books. */
export const handler = scheduled('reconcile', lambdaConnections, reconcileAll, () => null);
