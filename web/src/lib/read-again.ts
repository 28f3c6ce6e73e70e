import type { InvalidateQueryFilters, QueryClient } from '@tanstack/react-query';
import type { After } from './surroundings.ts';

/** Whatever made everybody's reads old did so in one moment: they are not all read anew in one moment. */
const SPREAD_MS = 5000;

export interface ReadAgainDeps {
  queries: QueryClient;
  after: After;
  /** A number from 0 to below 1. */
  random: () => number;
  isHidden: () => boolean;
}

/**
 * Reads some things anew at a random moment within 5 s, however often that was asked for meanwhile. A
 * page that nobody looks at only marks them as old: they are read when somebody comes back.
 */
export class ReadAgain {
  readonly #deps: ReadAgainDeps;
  readonly #which: readonly InvalidateQueryFilters[];
  #cancel: (() => void) | null = null;

  constructor(deps: ReadAgainDeps, which: readonly InvalidateQueryFilters[]) {
    this.#deps = deps;
    this.#which = which;
  }

  soon(): void {
    const { after, random } = this.#deps;
    this.#cancel ??= after(random() * SPREAD_MS, () => {
      this.#cancel = null;
      this.#read();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #read(): void {
    const { queries, isHidden } = this.#deps;
    const refetchType = isHidden() ? 'none' : 'active';
    for (const filters of this.#which) void queries.invalidateQueries({ ...filters, refetchType });
  }
}
