import { signingConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { closeAuctions } from './close-auctions.ts';

/** EventBridge's door at 18:00 Asia/Seoul and for the sweep of each minute. Throws to be tried again. */
export const handler = scheduled('close-auctions', signingConnections, closeAuctions);
