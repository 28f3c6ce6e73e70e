import { PictureStoreAwayError } from '@sagopalgo/core/images/picture-store.ts';
import { tryEvery } from '../try-every.ts';

/** Work on many files, of which one that fails keeps no other back. */
export interface StoreTries {
  /** Does `work` for every item, but begins none once S3 is away; answers with the items that failed. */
  every<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<Item[]>;
  /** Whether S3 was found to be away, so that nothing more is worth trying in this run. */
  isAway(): boolean;
  /** Throws an AggregateError of all that failed, if anything did. */
  tell(): void;
}

/** Begins a run of such work. */
export function whileStoreAnswers(): StoreTries {
  const errors: unknown[] = [];
  const isAway = () => errors.some((error) => error instanceof PictureStoreAwayError);
  return {
    isAway,
    every: async (items, work) => {
      const tried = await tryEvery(items, async (item) => {
        if (isAway()) return [];
        try {
          await work(item);
          return [];
        } catch (error) {
          errors.push(error);
          return [item];
        }
      });
      return tried.flat();
    },
    tell: () => {
      if (errors.length > 0) throw new AggregateError(errors, `${errors.length} pictures failed`);
    },
  };
}
