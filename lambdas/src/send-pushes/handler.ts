import { pushConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { sendPushes } from './send-pushes.ts';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = scheduled('send-pushes', pushConnections, sendPushes, (counts) =>
  Object.values(counts).some((count) => count > 0) ? counts : null,
);
