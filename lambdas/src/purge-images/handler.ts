import { pictureConnections } from '../picture-connections.ts';
import { purgeImages } from './purge-images.ts';
import { purgeStrays } from './purge-strays.ts';

/** EventBridge's door at night. What is over its bound, or was cut off, is removed the next time. */
export async function handler(): Promise<void> {
  const connections = pictureConnections();
  const purged = await purgeImages(connections);
  const { strays } = await purgeStrays(connections);
  connections.log.info('purge-images.done', { ...purged, strays });
}
