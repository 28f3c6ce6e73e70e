import { tossConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { payOutSellers } from './pay-out-sellers.ts';

/** EventBridge's door for the sweep of each minute. Throws to be tried again. */
export const handler = scheduled('pay-out-sellers', tossConnections, payOutSellers);
