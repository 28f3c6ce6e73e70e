import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { writeNotices } from './write-notices.ts';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = scheduled('write-notices', lambdaConnections, writeNotices, (written) =>
  Object.values(written).some((count) => count > 0) ? written : null,
);
