import { errorSentence } from '@sagopalgo/core/runtime/error-sentence.ts';
import type { PictureConnections } from '../picture-connections.ts';
import { purgeImages } from './purge-images.ts';
import { purgeStrays } from './purge-strays.ts';

/** Both halves of a night's purge, neither of which waits for the other to go well; throws what failed. */
export async function purgeAll(connections: PictureConnections): Promise<void> {
  const { log } = connections;
  const [purged, strays] = await Promise.allSettled([
    purgeImages(connections),
    purgeStrays(connections),
  ]);
  if (purged.status === 'fulfilled') log.info('purge-images.done', { ...purged.value });
  if (strays.status === 'fulfilled') log.info('purge-images.strays', strays.value);
  const failed = [purged, strays].filter((half) => half.status === 'rejected');
  if (failed.length === 0) return;
  const errors = failed.map(({ reason }): unknown => reason);
  const failure = new AggregateError(errors, 'not all pictures could be purged');
  // Whoever only writes down what is thrown tells no causes.
  failure.message = errorSentence(failure);
  throw failure;
}
