import type { Image, ImageType, Upload } from '@sagopalgo/core/contracts/images.ts';
import { AUCTION_IMAGES_MAX } from '@sagopalgo/core/contracts/images.ts';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { calledOff } from '../../lib/called-off.ts';
import { lookIntoFile } from '../../lib/look-into-file.ts';
import type { UploadCalls } from '../../lib/upload-picture.ts';
import { uploadPicture } from '../../lib/upload-picture.ts';
import { IMAGE_FAULT_WORDS, isForGood, uploadWords } from '../../lib/upload-words.ts';
import type { PictureItem } from './picture-item.ts';
import { isUnderWay, moved } from './picture-item.ts';

/** So many at once: more of them would only make each slower. */
const AT_ONCE = 3;
const LOST = '서버에 남아 있지 않은 사진이에요. 다시 올려 주세요.';

/** How a file is shown before it is up; what was made is to be released. */
export interface Previews {
  make: (file: Blob) => string;
  release: (url: string) => void;
  /** A smaller one, to be shown in place of a large file; null where it is small, or cannot be made. */
  shrink: (file: Blob) => Promise<Blob | null>;
}

/** Why the server will not show a picture. */
export interface Unready {
  words: string;
  /** It is not there, or not all of it. */
  isLost: boolean;
}

/** A picture's way up, beside what is shown of it. */
interface Job {
  /** Null for one that was uploaded before. */
  file: Blob | null;
  contentType: ImageType | null;
  /** What the server calls it, up or not; null while it does not know of it. */
  imageId: string | null;
  /** Uploaded for this form: what is taken out of it again need not be kept. */
  isFresh: boolean;
  ended: AbortController;
}

/**
 * The pictures of one form in their order, each on its way up from the moment it is chosen, three at
 * once. What is shown of them changes with every step; nothing of it is changed in place.
 */
export class UploadQueue {
  readonly #calls: UploadCalls;
  readonly #previews: Previews;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<() => void>();
  #items: readonly PictureItem[] = [];
  #gone = 0;
  #running = 0;
  #shrinking = Promise.resolve();
  #made = 0;

  constructor(calls: UploadCalls, previews: Previews) {
    this.#calls = calls;
    this.#previews = previews;
  }

  readonly items = (): readonly PictureItem[] => this.#items;

  /** How many that were chosen before the page was loaded are no more, and have to be chosen again. */
  readonly gone = (): number => this.#gone;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes in what an auction shows already. */
  show(images: readonly Image[]): void {
    const shown = images.map((image) => {
      const job = { file: null, contentType: null, imageId: image.imageId, isFresh: false };
      const standing = { stage: 'ready', progress: 1, imageId: image.imageId, image } as const;
      return this.#added(job, standing);
    });
    this.#become([...this.#items, ...shown]);
  }

  /** Looks for what was uploaded before the page was loaded; what is gone, or was not up by then, is counted. */
  restore(imageIds: readonly string[], unfinished = 0): void {
    this.#gone += unfinished;
    const restored = imageIds.map((imageId) => {
      const job = { file: null, contentType: null, imageId, isFresh: true };
      return this.#added(job, { stage: 'waiting', imageId });
    });
    this.#become([...this.#items, ...restored]);
    this.#fill();
  }

  /** Adds files behind the others, as far as there is room; returns how many there was none for. */
  add(files: readonly File[]): number {
    this.#gone = 0;
    const room = Math.max(0, AUCTION_IMAGES_MAX - this.#items.length);
    const taken = files.slice(0, room).map((file) => {
      const job = { file, contentType: null, imageId: null, isFresh: true };
      return this.#added(job, { name: file.name, previewUrl: this.#previews.make(file) });
    });
    this.#become([...this.#items, ...taken]);
    for (const { key } of taken) void this.#look(key);
    return files.length - taken.length;
  }

  /** Takes one out; one that was uploaded for this form is given back. */
  remove(key: string): void {
    const job = this.#jobs.get(key);
    const item = this.#items.find((other) => other.key === key);
    if (!job || !item) return;
    job.ended.abort();
    if (item.previewUrl) this.#previews.release(item.previewUrl);
    this.#jobs.delete(key);
    this.#become(this.#items.filter((other) => other !== item));
    this.#giveBack(job);
  }

  /** Tries one again that did not get through. */
  retry(key: string): void {
    const job = this.#jobs.get(key);
    const isFile = Boolean(job?.file);
    if (job && isFile) this.#giveBack(job);
    const anew = { stage: 'waiting', fault: null, progress: 0 } as const;
    this.#change(key, { ...anew, ...(isFile && { imageId: null, image: null }) });
    this.#fill();
  }

  move(key: string, toIndex: number): void {
    this.#become(moved(this.#items, key, toIndex));
  }

  moveImage(imageId: string, toIndex: number): void {
    const item = this.#items.find((other) => other.imageId === imageId);
    if (item) this.move(item.key, toIndex);
  }

  /** Says beside the pictures why the server will not show them; a lost one may go up once more. */
  blame(unready: ReadonlyMap<string, Unready>): void {
    this.#become(
      this.#items.map((item) => {
        const why = item.imageId === null ? undefined : unready.get(item.imageId);
        if (!why) return item;
        const isAtHand = Boolean(this.#jobs.get(item.key)?.file);
        if (!why.isLost || !isAtHand) return { ...item, stage: 'refused', fault: why.words };
        return { ...item, stage: 'failed', progress: 0, imageId: null, fault: LOST };
      }),
    );
  }

  /** Resolves when nothing is under way any more, with the pictures as they then stand. */
  async settled(signal: AbortSignal): Promise<readonly PictureItem[]> {
    await calledOff(signal, (resolve, ended) => {
      const look = (): void => {
        if (!this.#items.some(isUnderWay)) resolve();
      };
      ended.addEventListener('abort', this.subscribe(look));
      look();
    });
    return this.#items;
  }

  /** Lets go of everything: what is under way is called off, what is up stays up. */
  end(): void {
    for (const { ended } of this.#jobs.values()) ended.abort();
    for (const { previewUrl } of this.#items) {
      if (previewUrl) this.#previews.release(previewUrl);
    }
    this.#jobs.clear();
    this.#items = [];
    this.#gone = 0;
  }

  async #look(key: string): Promise<void> {
    const job = this.#jobs.get(key);
    if (!job?.file) return;
    const { contentType, fault } = await lookIntoFile(job.file);
    if (contentType === undefined) {
      this.#change(key, { stage: 'refused', fault });
      return;
    }
    job.contentType = contentType;
    this.#change(key, { stage: 'waiting' });
    this.#fill();
    // One after the other: each is whole in memory while it is made smaller.
    this.#shrinking = this.#shrinking.then(() => this.#shrink(key));
  }

  async #shrink(key: string): Promise<void> {
    const file = this.#jobs.get(key)?.file;
    const small = file ? await this.#previews.shrink(file) : null;
    const before = this.#items.find((item) => item.key === key)?.previewUrl;
    if (!small || !before) return;
    this.#change(key, { previewUrl: this.#previews.make(small) });
    this.#previews.release(before);
  }

  #giveBack(job: Job): void {
    // Whatever is not given back now is cleared away after a day.
    if (job.isFresh && job.imageId) this.#calls.remove(job.imageId).catch(() => undefined);
    job.imageId = null;
  }

  #fill(): void {
    for (const { key, stage } of this.#items) {
      if (this.#running >= AT_ONCE) return;
      if (stage === 'waiting') void this.#run(key);
    }
  }

  async #run(key: string): Promise<void> {
    const job = this.#jobs.get(key);
    if (!job) return;
    this.#running += 1;
    this.#change(key, { stage: job.file ? 'uploading' : 'looking' });
    try {
      const upload = await (job.file ? this.#upload(key, job) : this.#find(job));
      this.#uploaded(key, upload);
    } catch (error) {
      this.#failed(key, error);
    } finally {
      this.#running -= 1;
      this.#fill();
    }
  }

  #upload(key: string, job: Job): Promise<Upload | null> {
    const { file, contentType } = job;
    if (!file || !contentType) throw new Error('only a file that was looked into goes up');
    return uploadPicture(this.#calls, {
      ...{ file, contentType, signal: job.ended.signal },
      onProgress: (progress) => this.#change(key, { progress }),
      onNamed: (imageId) => {
        job.imageId = imageId;
        if (job.ended.signal.aborted) void this.#calls.remove(imageId).catch(() => undefined);
      },
    });
  }

  /** Null when it is gone, or never came up. */
  async #find({ imageId, ended }: Job): Promise<Upload | null> {
    await this.#calls.whenOnline(ended.signal);
    try {
      const upload = await this.#calls.find(imageId ?? '');
      return upload.state === 'awaiting' || upload.state === 'refused' ? null : upload;
    } catch (error) {
      if (error instanceof ApiRefusal && error.code === 'IMAGE_NOT_FOUND') return null;
      throw error;
    }
  }

  #uploaded(key: string, upload: Upload | null): void {
    if (upload === null) {
      this.#gone += 1;
      this.#jobs.delete(key);
      this.#become(this.#items.filter((item) => item.key !== key));
    } else if (upload.fault) {
      this.#change(key, {
        stage: 'refused',
        imageId: null,
        fault: IMAGE_FAULT_WORDS[upload.fault],
      });
    } else {
      const { imageId, image } = upload;
      this.#change(key, { stage: 'ready', progress: 1, imageId, image });
    }
  }

  #failed(key: string, error: unknown): void {
    if (this.#jobs.get(key)?.ended.signal.aborted ?? true) return;
    const stage = isForGood(error) ? 'refused' : 'failed';
    this.#change(key, { stage, progress: 0, fault: uploadWords(error) });
  }

  #added(job: Omit<Job, 'ended'>, given: Partial<PictureItem>): PictureItem {
    this.#made += 1;
    const key = `picture-${this.#made}`;
    this.#jobs.set(key, { ...job, ended: new AbortController() });
    const nothing = { imageId: null, previewUrl: null, image: null, fault: null };
    return { key, name: '', stage: 'looking', progress: 0, ...nothing, ...given };
  }

  #change(key: string, part: Partial<PictureItem>): void {
    this.#become(this.#items.map((item) => (item.key === key ? { ...item, ...part } : item)));
  }

  #become(items: readonly PictureItem[]): void {
    this.#items = items;
    for (const listener of this.#listeners) listener();
  }
}
