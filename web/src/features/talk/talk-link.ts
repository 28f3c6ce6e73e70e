import type { TalkAsked, TalkEvent, TalkMessage } from '@sagopalgo/core/contracts/talk.ts';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { newUuid } from '../../lib/new-uuid.ts';
import type { TalkListener, TalkSocket } from './talk-socket.ts';
import {
  EMPTY_TALK,
  isBehind,
  lastSeq,
  withJoined,
  withMarks,
  withMessages,
  withoutPending,
  withPending,
} from './talk-view.ts';
import type { TalkView } from './talk-view.ts';

/** Pub/sub may lose what it carries; the record is asked again after so long. */
const ASK_AGAIN_MS = 30_000;
/** Whoever says nothing more of typing has stopped. */
const TYPING_LASTS_MS = 6_000;
const TELL_TYPING_EVERY_MS = 3_000;
/** The sizes of a picture are made in a moment; it is looked at again so often before ASK_AGAIN_MS has to do. */
const LOOK_AT_PICTURES_MS = 3_000;
const PICTURE_LOOKS_MAX = 20;
/** Of MISSED_MAX messages each. */
const PAGES_MAX = 50;

/** What a talk is made with. */
export interface TalkWorld {
  open: (listener: TalkListener) => Promise<TalkSocket>;
  /** Brings a picture up; its id. */
  upload: (file: File) => Promise<string>;
  now: () => number;
}

interface Job {
  text: string | null;
  file: File | null;
  imageId: string | null;
}

/** The talk about one order: what is shown of it, kept up to date, and what one says in it. */
export class TalkLink {
  readonly #orderId: string;
  readonly #world: TalkWorld;
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<() => void>();
  #view: TalkView = EMPTY_TALK;
  #socket: TalkSocket | null = null;
  #isClosed = false;
  #isSending = false;
  #askingAgain: ReturnType<typeof setInterval> | null = null;
  #typingEnds: ReturnType<typeof setTimeout> | null = null;
  #toldTypingAtMs = -Infinity;
  #awaitingPictures: ReturnType<typeof setTimeout> | null = null;
  #pictureLooks = 0;

  constructor(orderId: string, world: TalkWorld) {
    this.#orderId = orderId;
    this.#world = world;
  }

  readonly view = (): TalkView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async open(): Promise<void> {
    this.#isClosed = false;
    const socket = await this.#world.open({
      connected: () => void this.#comeBack(),
      disconnected: () => this.#become({ ...this.#view, isConnected: false, isOtherTyping: false }),
      ended: (fault) => this.#become({ ...this.#view, isConnected: false, fault }),
      heard: (event, told) => this.#hear(event, told),
    });
    this.#socket = socket;
    if (this.#isClosed) socket.close();
    else this.#askingAgain = setInterval(() => void this.#comeBack(), ASK_AGAIN_MS);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
    if (this.#askingAgain !== null) clearInterval(this.#askingAgain);
    if (this.#typingEnds !== null) clearTimeout(this.#typingEnds);
    if (this.#awaitingPictures !== null) clearTimeout(this.#awaitingPictures);
    for (const { previewUrl } of this.#view.pending)
      if (previewUrl) URL.revokeObjectURL(previewUrl);
  }

  /** Says something; it goes out as soon as there is a connection, and is one message however often. */
  say(text: string): void {
    this.#add({ text, file: null, imageId: null }, null);
    this.#toldTypingAtMs = -Infinity;
  }

  show(file: File): void {
    this.#add({ text: null, file, imageId: null }, URL.createObjectURL(file));
  }

  /** Sends one that was not taken once more, under the id that it has. */
  retry(messageId: string): void {
    this.#fail(messageId, null);
    void this.#sendOn();
  }

  discard(messageId: string): void {
    const found = this.#view.pending.find((each) => each.messageId === messageId);
    if (found?.previewUrl) URL.revokeObjectURL(found.previewUrl);
    this.#jobs.delete(messageId);
    this.#become(withoutPending(this.#view, messageId));
  }

  /** Everything that is here was seen. */
  seen(): void {
    const readSeq = lastSeq(this.#view);
    const { talk, isConnected } = this.#view;
    if (!talk || !isConnected || readSeq <= talk.own.readSeq) return;
    this.#become(withMarks(this.#view, talk.side, { deliveredSeq: readSeq, readSeq }));
    void this.#tell('mark', { readSeq });
  }

  typing(): void {
    const nowMs = this.#world.now();
    if (nowMs - this.#toldTypingAtMs < TELL_TYPING_EVERY_MS) return;
    this.#toldTypingAtMs = nowMs;
    void this.#tell('typing', { isTyping: true });
  }

  /** Takes in what was said before; `cursor` leads to what was before that. */
  addEarlier(items: readonly TalkMessage[], earlierCursor: string | null): void {
    this.#become({ ...withMessages(this.#view, items), earlierCursor });
  }

  /** Reads anew how the talk stands, as after a block. */
  async askAgain(): Promise<void> {
    await this.#comeBack();
  }

  async #comeBack(): Promise<void> {
    const socket = this.#socket;
    if (!socket) return;
    try {
      for (let page = 0; page < PAGES_MAX; page += 1) {
        const afterSeq = this.#view.talk === null ? {} : { afterSeq: this.#afterSeq() };
        const joined = await socket.call('join', { orderId: this.#orderId, ...afterSeq });
        this.#become(withJoined(this.#view, joined));
        if (!joined.hasLater) break;
      }
      this.#tellDelivered();
      this.#awaitPictures();
      await this.#sendOn();
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (error.code !== 'NETWORK') this.#become({ ...this.#view, fault: error });
    }
  }

  // A picture may have been made ready since it was told.
  #afterSeq(): number {
    const unready = this.#unready();
    return unready ? unready.seq - 1 : lastSeq(this.#view);
  }

  #unready(): TalkMessage | undefined {
    return this.#view.messages.find(({ image }) => image?.thumbnails.length === 0);
  }

  #awaitPictures(): void {
    if (!this.#unready()) this.#pictureLooks = 0;
    else if (this.#awaitingPictures === null && this.#pictureLooks < PICTURE_LOOKS_MAX) {
      this.#pictureLooks += 1;
      this.#awaitingPictures = setTimeout(() => {
        this.#awaitingPictures = null;
        void this.#comeBack();
      }, LOOK_AT_PICTURES_MS);
    }
  }

  #hear: TalkListener['heard'] = (event: TalkEvent, told: unknown) => {
    const { orderId } = told as { orderId: string };
    if (orderId !== this.#orderId) return;
    if (event === 'changed') void this.#comeBack();
    if (event === 'message') {
      const { message } = told as { message: TalkMessage };
      if (isBehind(this.#view, message)) void this.#comeBack();
      else this.#become(withMessages(this.#view, [message]));
      this.#tellDelivered();
      this.#awaitPictures();
    }
    if (event === 'marks') {
      const { by, ...marks } = told as Parameters<typeof withMarks>[2] & { by: 'buyer' | 'seller' };
      this.#become(withMarks(this.#view, by, marks));
    }
    if (event === 'typing') this.#hearTyping(told as { by: string; isTyping: boolean });
  };

  #hearTyping({ by, isTyping }: { by: string; isTyping: boolean }): void {
    if (by === this.#view.talk?.side) return;
    if (this.#typingEnds !== null) clearTimeout(this.#typingEnds);
    this.#become({ ...this.#view, isOtherTyping: isTyping });
    if (!isTyping) return;
    const stop = () => this.#become({ ...this.#view, isOtherTyping: false });
    this.#typingEnds = setTimeout(stop, TYPING_LASTS_MS);
  }

  #tellDelivered(): void {
    const deliveredSeq = lastSeq(this.#view);
    const own = this.#view.talk?.own;
    if (!own || deliveredSeq <= own.deliveredSeq) return;
    void this.#tell('mark', { deliveredSeq });
  }

  #add(job: Job, previewUrl: string | null): void {
    const messageId = newUuid();
    this.#jobs.set(messageId, job);
    const { text } = job;
    this.#become(withPending(this.#view, { messageId, text, previewUrl, fault: null }));
    void this.#sendOn();
  }

  // One after the other, so that they are said in the order in which they were written.
  async #sendOn(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      let next = this.#nextToSend();
      while (next !== undefined && this.#view.isConnected && (await this.#send(next))) {
        next = this.#nextToSend();
      }
    } finally {
      this.#isSending = false;
    }
  }

  #nextToSend(): string | undefined {
    return this.#view.pending.find(({ fault }) => fault === null)?.messageId;
  }

  /** False where the connection is gone: it waits for the next. */
  async #send(messageId: string): Promise<boolean> {
    const job = this.#jobs.get(messageId);
    if (!job || !this.#socket) return false;
    try {
      if (job.file) job.imageId ??= await this.#world.upload(job.file);
      const sent: TalkAsked<'send'> = { orderId: this.#orderId, messageId };
      if (job.text !== null) sent.text = job.text;
      if (job.imageId !== null) sent.imageId = job.imageId;
      const { message } = await this.#socket.call('send', sent);
      if (isBehind(this.#view, message)) await this.#comeBack();
      else this.#become(withMessages(this.#view, [message]));
      this.discard(messageId);
      return true;
    } catch (error) {
      if (error instanceof ApiRefusal && error.code === 'NETWORK') return false;
      this.#fail(messageId, wordsOf(error as Error));
      return true;
    }
  }

  #fail(messageId: string, fault: string | null): void {
    const found = this.#view.pending.find((each) => each.messageId === messageId);
    if (found) this.#become(withPending(this.#view, { ...found, fault }));
  }

  // What is lost of these is told by the next.
  async #tell(call: 'mark' | 'typing', asked: object): Promise<void> {
    await this.#socket?.call(call, { orderId: this.#orderId, ...asked }).catch(() => undefined);
  }

  #become(view: TalkView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
