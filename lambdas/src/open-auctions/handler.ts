import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { openAuctions } from './open-auctions.ts';

/** EventBridge's door at 09:00 Asia/Seoul. Throws so that the schedule tries again. */
export const handler = scheduled('open-auctions', lambdaConnections, openAuctions);
