import { partsOf } from '@sagopalgo/core/redis/places.ts';
import type { Part } from '@sagopalgo/core/redis/places.ts';
import type { Connections } from '../../connections.ts';
import { findWatched, watchIdOf } from './note-outage.ts';
import { PartWatch } from './part-watch.ts';
import { JudgeAwayError, Sight } from './sight.ts';

/**
 * Looks whether the judge takes bids, each master of a cluster by itself, and keeps in the record since
 * when it does not. One for each process that looks often: what it remembers makes the moments exact.
 * One that looks for the first time knows from the record when a keeper last saw the judge, from Redis
 * when it was started and when any process last had an answer before that: that no keeper looked is no
 * outage.
 */
export class JudgeWatch {
  readonly #watches = new Map<string, PartWatch>();
  #looking: Promise<Sight> | null = null;

  /**
   * Returns which parts of the judge take bids; throws a JudgeAwayError while none does. Calls at the
   * same time look once.
   */
  look(connections: Connections): Promise<Sight> {
    this.#looking ??= this.#lookOnce(connections).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookOnce(connections: Connections): Promise<Sight> {
    const parts = await findParts(connections);
    this.#forgetAllBut(parts);
    const seen = await Promise.all(
      parts.map((part) => this.#watchOf(part).look(connections, part)),
    );
    const sight = new Sight(seen);
    if (sight.isAway) sight.expectWhole();
    return sight;
  }

  // What was away when its slots passed to another has been away no longer than that.
  #forgetAllBut(parts: readonly Part[]): void {
    const known = new Set(parts.map(({ slots }) => watchIdOf(slots)));
    for (const watchId of this.#watches.keys()) {
      if (!known.has(watchId)) this.#watches.delete(watchId);
    }
  }

  #watchOf({ slots }: Part): PartWatch {
    const watchId = watchIdOf(slots);
    const watch = this.#watches.get(watchId) ?? new PartWatch();
    this.#watches.set(watchId, watch);
    return watch;
  }
}

// Of a cluster that has not answered yet nobody knows the parts but who saw it before.
async function findParts({ db, redis }: Connections): Promise<Part[]> {
  const parts = partsOf(redis);
  if (parts.length > 0) return parts;
  const watched = await findWatched(db);
  if (watched.length === 0) throw new JudgeAwayError('nobody knows the judge yet');
  return watched.map((slots) => ({ slots, place: '', master: undefined }));
}
