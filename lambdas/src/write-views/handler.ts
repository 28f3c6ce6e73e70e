import { lambdaConnections } from '../connections.ts';
import { writeViews } from './write-views.ts';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export async function handler(): Promise<void> {
  const connections = await lambdaConnections();
  const written = await writeViews(connections);
  if (written.views > 0) connections.log.info('write-views.done', { ...written });
}
