import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { recordAll } from './record-all.ts';

const JOB = 'record-bids';

/** EventBridge's door, the guarantee behind the keeper's loop. Throws so that the schedule tries again. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const recorded = await keptRun(connections, JOB, () => recordAll(connections));
  connections.log.info('record-bids.done', recorded);
});
