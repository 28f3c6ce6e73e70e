import { pictureConnections } from '../picture-connections.ts';
import { purgeAll } from './purge-all.ts';

/** EventBridge's door at night. What is over its bound, or was cut off, is removed the next time. */
export async function handler(): Promise<void> {
  await purgeAll(await pictureConnections());
}
