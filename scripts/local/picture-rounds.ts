import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';

/** Rounds of work on pictures, for a room that S3 waits for. */
export interface PictureRounds {
  /** One round; throws what it threw. */
  round: () => Promise<void>;
  /** Whether a failing round is a fault of the room's. */
  isFault: () => boolean;
}

/**
 * Tells whether a round that failed keeps its room from being ready. That S3 is away does not until a first round has
 * gone well: versitygw does not start before somebody takes its events, so in compose S3 waits for this room.
 */
export function pictureRounds(work: () => Promise<void>): PictureRounds {
  let hasGoneWell = false;
  let isAway = false;
  return {
    round: async () => {
      try {
        await work();
        hasGoneWell = true;
      } catch (error) {
        isAway = isStoreAway(error);
        throw error;
      }
    },
    isFault: () => hasGoneWell || !isAway,
  };
}

function isStoreAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isStoreAway);
  return error instanceof PictureStoreAwayError;
}
