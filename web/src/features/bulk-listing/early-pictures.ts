import { calledOff } from '../../lib/called-off.ts';
import type { UploadCalls } from '../../lib/upload-picture.ts';
import { uploadPicture } from '../../lib/upload-picture.ts';
import type { ChosenFile } from './picture-files.ts';

/** So many at once: more of them would only make each slower. */
export const AT_ONCE = 3;
/** No more are up and not yet shown by an auction: the server keeps a limit on those. */
const AHEAD_MAX = 20;

interface OnePicture {
  chosen: ChosenFile;
  stage: 'waiting' | 'going' | 'up' | 'failed';
  imageId: string | null;
  error: unknown;
  ended: AbortController;
}

interface RowPictures {
  pictures: OnePicture[];
  /** Its row was refused: they wait until it is sent again. */
  isHeld: boolean;
}

/**
 * Brings up the pictures of rows in the rows' order, three at once and not too many ahead of their
 * auctions, from the moment a row is known to be sound.
 */
export class EarlyPictures {
  readonly #calls: UploadCalls;
  readonly #rows = new Map<string, RowPictures>();
  readonly #listeners = new Set<() => void>();
  #urgent: string | null = null;
  #running = 0;

  constructor(calls: UploadCalls) {
    this.#calls = calls;
  }

  /** Says which rows there are, in their order; what came up for others is given back. */
  want(rows: readonly { listingId: string; files: readonly ChosenFile[] }[]): void {
    const before = new Map(this.#rows);
    this.#rows.clear();
    for (const { listingId, files } of rows) {
      const known = before.get(listingId);
      const isKept = known !== undefined && isOf(known.pictures, files);
      if (isKept) before.delete(listingId);
      this.#rows.set(listingId, isKept ? known : { pictures: files.map(waiting), isHeld: false });
    }
    for (const { pictures } of before.values()) this.#giveBack(pictures);
    this.#fill();
  }

  /** The ids of a row's pictures, as soon as all are up. Throws what stood in the way of one of them. */
  async of(listingId: string, signal: AbortSignal): Promise<string[]> {
    const row = this.#rows.get(listingId);
    if (!row) throw new Error('nobody wanted the pictures of this row');
    row.isHeld = false;
    // What failed before is tried once more when its row is sent.
    row.pictures = row.pictures.map((one) => (one.stage === 'failed' ? waiting(one.chosen) : one));
    this.#urgent = listingId;
    this.#fill();
    await this.#until(() => row.pictures.every(isOver), signal);
    const failed = row.pictures.find(({ stage }) => stage === 'failed');
    if (failed) throw failed.error;
    return row.pictures.flatMap(({ imageId }) => imageId ?? []);
  }

  /** An auction shows the pictures of this row: there is room for others. */
  used(listingId: string): void {
    this.#rows.delete(listingId);
    this.#fill();
  }

  /** The row of these was refused: they are given back, and brought up anew when it is sent again. */
  hold(listingId: string): void {
    const row = this.#rows.get(listingId);
    if (!row) return;
    this.#giveBack(row.pictures);
    row.pictures = row.pictures.map(({ chosen }) => waiting(chosen));
    row.isHeld = true;
    this.#fill();
  }

  /** Lets go of all of them, and gives back what no auction shows. */
  end(): void {
    this.want([]);
  }

  #fill(): void {
    let ahead = 0;
    for (const [listingId, { pictures, isHeld }] of this.#rows) {
      if (isHeld) continue;
      for (const one of pictures) {
        ahead += 1;
        if (this.#running >= AT_ONCE) return;
        const mayGo = ahead <= AHEAD_MAX || listingId === this.#urgent;
        if (one.stage === 'waiting' && mayGo) void this.#bringUp(one);
      }
    }
  }

  async #bringUp(one: OnePicture): Promise<void> {
    const { file, contentType } = one.chosen;
    if (contentType === undefined) throw new Error('only sound files are wanted');
    this.#running += 1;
    one.stage = 'going';
    try {
      await uploadPicture(this.#calls, {
        ...{ file, contentType, signal: one.ended.signal, onProgress: () => undefined },
        onNamed: (imageId) => {
          one.imageId = imageId;
          if (one.ended.signal.aborted) this.#giveBack([one]);
        },
      });
      one.stage = 'up';
    } catch (error) {
      one.stage = 'failed';
      one.error = error;
    }
    this.#running -= 1;
    this.#fill();
    this.#tell();
  }

  #giveBack(pictures: readonly OnePicture[]): void {
    for (const one of pictures) {
      one.ended.abort();
      // Whoever waits for it waits no longer; what goes on ends by itself.
      if (one.stage !== 'going')
        Object.assign(one, { stage: 'failed', error: one.ended.signal.reason });
      // Whatever is not given back now is cleared away after a day.
      if (one.imageId !== null) this.#calls.remove(one.imageId).catch(() => undefined);
    }
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #until(isSo: () => boolean, signal: AbortSignal): Promise<void> {
    return calledOff(signal, (resolve, ended) => {
      const look = (): void => {
        if (isSo()) resolve();
      };
      this.#listeners.add(look);
      ended.addEventListener('abort', () => this.#listeners.delete(look));
      look();
    });
  }
}

function waiting(chosen: ChosenFile): OnePicture {
  const nothing = { imageId: null, error: null };
  return { chosen, stage: 'waiting', ...nothing, ended: new AbortController() };
}

function isOver({ stage }: OnePicture): boolean {
  return stage === 'up' || stage === 'failed';
}

function isOf(pictures: readonly OnePicture[], files: readonly ChosenFile[]): boolean {
  return (
    pictures.length === files.length &&
    pictures.every(({ chosen }, at) => chosen.file === files[at]?.file)
  );
}
