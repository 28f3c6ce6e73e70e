import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Entries of one file, an array of them on each line: what was done together is found together after
 * a crash, or not at all. Without a file nothing is kept.
 */
export class Journal<Entry> {
  readonly #file: string | null;

  constructor(file: string | null) {
    this.#file = file;
    if (file !== null) mkdirSync(dirname(file), { recursive: true });
  }

  read(): Entry[] {
    if (this.#file === null || !existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n');
    // What follows the last line break was cut short while it was written.
    return lines.slice(0, -1).flatMap((line) => JSON.parse(line) as Entry[]);
  }

  append(entries: readonly Entry[]): void {
    if (this.#file !== null) appendFileSync(this.#file, lineOf(entries), { mode: 0o600 });
  }

  /** Puts these entries in the place of all there were, in one step. */
  replace(entries: readonly Entry[]): void {
    if (this.#file === null) return;
    const making = `${this.#file}.making`;
    writeFileSync(making, entries.length === 0 ? '' : lineOf(entries), { mode: 0o600 });
    renameSync(making, this.#file);
  }
}

function lineOf(entries: readonly unknown[]): string {
  return `${JSON.stringify(entries)}\n`;
}
