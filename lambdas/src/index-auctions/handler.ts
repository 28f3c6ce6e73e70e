import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { indexEverywhere } from './index-everywhere.ts';

/** EventBridge's door, the guarantee behind the keeper's loop. Throws so that the schedule tries again. */
export const handler = scheduled('index-auctions', lambdaConnections, indexEverywhere);
