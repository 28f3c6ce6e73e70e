import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { payOutSellers } from './pay-out-sellers.ts';

/** EventBridge's door for the sweep of each minute. Throws to be tried again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  connections.log.info('pay-out-sellers.done', { ...(await payOutSellers(connections)) });
});
