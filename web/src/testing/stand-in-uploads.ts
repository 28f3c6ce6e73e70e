import type { Upload } from '@sagopalgo/core/contracts/images.ts';
import type { Along, UploadCalls } from '../lib/upload-picture.ts';

const QUIET_TURNS = 50;

type Step = 'create' | 'put' | 'complete' | 'find' | 'remove';

/** A server and a store that take pictures, and fail or hold back as they are told. */
export class StandInUploads {
  /** What was asked of them, in order. */
  readonly done: string[] = [];
  readonly waitedMs: number[] = [];
  readonly released: string[] = [];
  isOnline = true;
  /** What every file is made into to be shown. */
  shrunk: Blob | null = null;
  /** What the server knows of pictures that were uploaded before. */
  readonly known = new Map<string, Upload>();
  #faults = new Map<Step, Error[]>();
  #held = new Set<Step>();
  #letGo: (() => void)[] = [];
  #back: (() => void)[] = [];
  #named = 0;
  #previews = 0;

  /** The next calls of a step fail, one by one. */
  fails(step: Step, ...errors: Error[]): void {
    this.#faults.set(step, [...(this.#faults.get(step) ?? []), ...errors]);
  }

  /** From now on a step is not answered until `lets` it. */
  holds(step: Step): void {
    this.#held.add(step);
  }

  lets(step: Step): void {
    this.#held.delete(step);
    for (const go of this.#letGo.splice(0)) go();
  }

  comeBack(): void {
    this.isOnline = true;
    for (const back of this.#back.splice(0)) back();
  }

  /** Until whatever can happen by itself has happened. */
  async quiet(): Promise<void> {
    for (let turn = 0; turn < QUIET_TURNS; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  readonly calls: UploadCalls = {
    sha256: () => Promise.resolve('hash'),
    create: async ({ bytes, contentType }) => {
      await this.#take('create', `create ${bytes} ${contentType}`);
      this.#named += 1;
      const imageId = `image-${this.#named}`;
      const way = { method: 'PUT' as const, url: `https://store/${imageId}`, headers: {} };
      return { imageId, upload: { ...way, expiresAtMs: 0 } };
    },
    put: async ({ url }, _file, { signal, onProgress }: Along) => {
      onProgress(0.5);
      await this.#take('put', `put ${url.slice(url.lastIndexOf('/') + 1)}`, signal);
      onProgress(1);
    },
    complete: async (imageId) => {
      await this.#take('complete', `complete ${imageId}`);
      return this.known.get(imageId) ?? uploaded(imageId);
    },
    find: async (imageId) => {
      await this.#take('find', `find ${imageId}`);
      return this.known.get(imageId) ?? uploaded(imageId);
    },
    remove: (imageId) => this.#take('remove', `remove ${imageId}`),
    whenOnline: () =>
      this.isOnline ? Promise.resolve() : new Promise((resolve) => this.#back.push(resolve)),
    wait: (delayMs) => {
      this.waitedMs.push(delayMs);
      return Promise.resolve();
    },
  };

  readonly previews = {
    make: (): string => {
      this.#previews += 1;
      return `blob:${this.#previews}`;
    },
    shrink: () => Promise.resolve(this.shrunk),
    release: (url: string): void => void this.released.push(url),
  };

  async #take(step: Step, call: string, signal?: AbortSignal): Promise<void> {
    this.done.push(call);
    if (this.#held.has(step)) await this.#until(signal);
    const fault = this.#faults.get(step)?.shift();
    if (fault) throw fault;
  }

  #until(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#letGo.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  }
}

function uploaded(imageId: string): Upload {
  const image = { imageId, url: `/${imageId}`, widthPx: 3, heightPx: 2, thumbnails: [] };
  return { imageId, state: 'uploaded', fault: null, image };
}
