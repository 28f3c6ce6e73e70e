import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { reconcilePayments } from './reconcile-payments.ts';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  connections.log.info('reconcile-payments.done', { ...(await reconcilePayments(connections)) });
});
