import { pictureConnections } from '../picture-connections.ts';
import { handling } from '../handling.ts';
import { makeThumbnails } from './make-thumbnails.ts';
import { retryThumbnails } from './retry-thumbnails.ts';
import { uploadedKeys } from './uploaded-keys.ts';

/**
 * S3's door: told that files were put, makes their sizes, one after the other so that memory stays bounded.
 * Tries every one, then throws what failed.
 */
export const handler = handling(async (event) => {
  const connections = await pictureConnections();
  const errors: unknown[] = [];
  for (const objectKey of uploadedKeys(event, connections.bucket)) {
    try {
      await makeThumbnails(connections, objectKey);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} pictures failed`);
});

/** EventBridge's door each minute: makes up for events that were lost and for what failed. */
export const sweepHandler = handling(async () => {
  const connections = await pictureConnections();
  const { made } = await retryThumbnails(connections);
  if (made > 0) connections.log.info('make-thumbnails.made-up-for', { made });
});
