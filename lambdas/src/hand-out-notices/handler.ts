import { noticeConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { handOutNotices } from './hand-out-notices.ts';

/** EventBridge's door for the sweep of each minute, the guarantee behind the keeper's loop. */
export const handler = scheduled('hand-out-notices', noticeConnections, handOutNotices, (counts) =>
  counts.notices > 0 ? counts : null,
);
