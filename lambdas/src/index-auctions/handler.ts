import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { indexEverywhere } from './index-everywhere.ts';

const JOB = 'index-auctions';

/** EventBridge's door, the guarantee behind the keeper's loop. Throws so that the schedule tries again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const indexed = await keptRun(connections, JOB, () => indexEverywhere(connections));
  connections.log.info('index-auctions.done', indexed);
});
