import type { createImage, ImageType, Upload } from '@sagopalgo/core/contracts/images.ts';
import type { z } from 'zod';
import { ApiRefusal } from './api-refusal.ts';
import { backoffMs, delayBefore, TRIES_MAX } from './delay-before.ts';

/** Longer than this nobody waits for a picture: it is shown as failed, to be tried again. */
const WAIT_FOR_PACE_MAX_MS = 30_000;
const MAY_COME_UP = ['IMAGE_NOT_UPLOADED', 'IMAGE_NOT_FOUND'] as const;
const SERVER_FAULT_FROM_STATUS = 500;

/** Leave to put one picture where the server said. */
export type Ticket = z.output<typeof createImage.reply>;

/** The store has refused a file; `status` as it answered. */
export class PutRefused extends Error {
  override readonly name = 'PutRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the store answered ${status}`);
    this.status = status;
  }
}

/** What uploading needs of the world around it. */
export interface UploadCalls {
  /** SHA-256 of a file, base64. */
  sha256: (file: Blob) => Promise<string>;
  create: (body: { contentType: ImageType; bytes: number; sha256: string }) => Promise<Ticket>;
  /** Puts the file there; throws PutRefused, or ApiRefusal NETWORK. */
  put: (upload: Ticket['upload'], file: Blob, along: Along) => Promise<void>;
  complete: (imageId: string) => Promise<Upload>;
  find: (imageId: string) => Promise<Upload>;
  remove: (imageId: string) => Promise<unknown>;
  /** Resolves at once, or as soon as the browser believes that it has a network. */
  whenOnline: (signal: AbortSignal) => Promise<void>;
  wait: (delayMs: number, signal: AbortSignal) => Promise<void>;
}

/** What goes along with an upload. */
export interface Along {
  signal: AbortSignal;
  /** How much is up, from 0 to 1. */
  onProgress: (part: number) => void;
}

/** A file that is to be uploaded. */
export interface ToUpload extends Along {
  file: Blob;
  contentType: ImageType;
  /** Hears of each id that the picture is given on its way; the last one counts. */
  onNamed: (imageId: string) => void;
}

/**
 * Brings one picture up, and has the server look into it. What does not get through is tried again, at
 * most five times while there is a network, and waits while there is none. Throws ApiRefusal or
 * PutRefused, and the signal's reason when it was called off.
 */
export async function uploadPicture(calls: UploadCalls, upload: ToUpload): Promise<Upload> {
  const { file, contentType, signal } = upload;
  let sha256: string | null = null;
  let ticket: Ticket | null = null;
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    try {
      await calls.whenOnline(signal);
      sha256 ??= await calls.sha256(file);
      signal.throwIfAborted();
      ticket ??= await calls.create({ contentType, bytes: file.size, sha256 });
      upload.onNamed(ticket.imageId);
      signal.throwIfAborted();
      await calls.put(ticket.upload, file, upload);
      return await calls.complete(ticket.imageId);
    } catch (error) {
      signal.throwIfAborted();
      const delayMs = waitMs(error, tries);
      if (tries === TRIES_MAX || delayMs === null) throw error;
      if (isTicketSpent(error)) {
        giveBack(calls, ticket);
        ticket = null;
      }
      await calls.wait(delayMs, signal);
    }
  }
  throw new Error('neither up nor given up');
}

// Nothing will come up to its place any more, and it counts among the seller's unused pictures.
function giveBack(calls: UploadCalls, ticket: Ticket | null): void {
  // Whatever is not given back now is cleared away after a day.
  if (ticket) calls.remove(ticket.imageId).catch(() => undefined);
}

// The store's "no" is to this ticket, most often because its time is over.
function isTicketSpent(error: unknown): boolean {
  if (error instanceof PutRefused) return error.status < SERVER_FAULT_FROM_STATUS;
  return error instanceof ApiRefusal && error.code === 'IMAGE_NOT_FOUND';
}

function waitMs(error: unknown, tries: number): number | null {
  if (error instanceof PutRefused) return backoffMs(tries);
  return delayBefore(error, tries, { alsoAfter: MAY_COME_UP, paceMaxMs: WAIT_FOR_PACE_MAX_MS });
}
