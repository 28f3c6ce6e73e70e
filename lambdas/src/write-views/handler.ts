import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { writeViews } from './write-views.ts';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export const handler = scheduled('write-views', lambdaConnections, writeViews, (written) =>
  written.views > 0 ? written : null,
);
