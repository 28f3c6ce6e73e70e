import { lambdaConnections } from '../connections.ts';
import { keptRun } from '../kept-run.ts';
import { writeViews } from './write-views.ts';

const JOB = 'write-views';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export async function handler(): Promise<void> {
  const connections = await lambdaConnections();
  const written = await keptRun(connections, JOB, () => writeViews(connections));
  if (written.views > 0) connections.log.info('write-views.done', { ...written });
}
