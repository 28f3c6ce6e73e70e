import { lambdaConnections } from '../connections.ts';
import { scheduled } from '../scheduled.ts';
import { tellEnding } from './tell-ending.ts';

/** EventBridge's door every minute. Throws so that the schedule tries again what failed. */
export const handler = scheduled('tell-ending', lambdaConnections, tellEnding, (ending) =>
  ending.told > 0 ? ending : null,
);
