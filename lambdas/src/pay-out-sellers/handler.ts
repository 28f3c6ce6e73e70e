import { lambdaConnections } from '../connections.ts';
import { payOutSellers } from './pay-out-sellers.ts';

/** EventBridge's door for the sweep of each minute. Throws to be tried again. */
export async function handler(): Promise<void> {
  const connections = await lambdaConnections();
  connections.log.info('pay-out-sellers.done', { ...(await payOutSellers(connections)) });
}
