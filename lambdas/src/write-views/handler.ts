import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { keptRun } from '../kept-run.ts';
import { writeViews } from './write-views.ts';

const JOB = 'write-views';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  const written = await keptRun(connections, JOB, () => writeViews(connections));
  if (written.views > 0) connections.log.info('write-views.done', { ...written });
});
