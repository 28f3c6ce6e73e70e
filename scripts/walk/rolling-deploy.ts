import type { Served } from './deployed-parts.ts';

/** A room's processes, and where those are told that requests go to. */
export interface Fleet {
  running: Served[];
  /** Sends requests to these and no others from now on. */
  route(urls: string[]): Promise<void>;
}

/** Starts one process of a version; rejects when it does not get ready, or when the signal aborts before. */
export type StartVersion = (givenUp?: AbortSignal) => Promise<Served>;

/**
 * Replaces a fleet's processes by those of another version one by one: a new one is ready before it is given
 * requests, and an old one is given none any more before it is told to end, which it does in its own order.
 * Where one does not get ready, those that were replaced go back to the version before, and it throws.
 */
export async function rollOut(
  fleet: Fleet,
  version: StartVersion,
  before: StartVersion,
  givenUp?: AbortSignal,
): Promise<void> {
  const replaced: Served[] = [];
  for (const old of [...fleet.running]) {
    let next: Served;
    try {
      next = await version(givenUp);
    } catch (error) {
      for (const bad of replaced)
        await replace(fleet, bad, await before(new AbortController().signal));
      throw new Error('the version was rolled back', { cause: error });
    }
    await replace(fleet, old, next);
    replaced.push(next);
  }
}

async function replace(fleet: Fleet, old: Served, next: Served): Promise<void> {
  const others = fleet.running.filter((part) => part !== old);
  await fleet.route([...fleet.running, next].map(({ url }) => url));
  fleet.running = [...others, next];
  await fleet.route(fleet.running.map(({ url }) => url));
  await old.stop();
}
