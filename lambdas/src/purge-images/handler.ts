import { pictureConnections } from '../picture-connections.ts';
import { handling } from '../handling.ts';
import { purgeAll } from './purge-all.ts';

/** EventBridge's door at night. What is over its bound, or was cut off, is removed the next time. */
export const handler = handling(async () => {
  await purgeAll(await pictureConnections());
});
