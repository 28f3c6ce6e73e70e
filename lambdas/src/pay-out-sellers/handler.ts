import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { payOutSellers } from './pay-out-sellers.ts';

const JOB = 'pay-out-sellers';

/** EventBridge's door for the sweep of each minute. Throws to be tried again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const paidOut = await keptRun(connections, JOB, () => payOutSellers(connections));
  connections.log.info('pay-out-sellers.done', { ...paidOut });
});
