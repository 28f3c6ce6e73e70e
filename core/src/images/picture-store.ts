import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { s3Client } from './s3-client.ts';
import type { PictureStoreConfig } from './store-config.ts';

const FOREVER = 'public, max-age=31536000, immutable';
const NOT_FOUND = 404;
const RANGE_UNSATISFIABLE = 416;
const SERVER_FAULT = 500;
const TOO_MANY_REQUESTS = 429;

/** What S3 says of a file without its content. */
export interface StoredFile {
  bytes: number;
  contentType: string | null;
  /** Base64; null where this S3 keeps no checksums. */
  sha256: string | null;
  /** When it was put there, by S3's clock; null where this S3 does not say. */
  storedAtMs: number | null;
}

/** The bucket of pictures. Every call throws PictureStoreAwayError when S3 does not answer as it should. */
export interface PictureStore {
  head(key: string): Promise<StoredFile | null>;
  /** The file's first bytes, all of it when it has fewer; null when there is none. */
  readStart(key: string, bytesMax: number): Promise<Buffer | null>;
  /** Keeps a file that never changes. */
  put(key: string, body: Buffer, contentType: string): Promise<void>;
  /** Harmless when there is none. */
  remove(key: string): Promise<void>;
  /** Keys in their order, from the first after `after` on. */
  list(prefix: string, after: string, max: number): Promise<string[]>;
  end(): void;
}

/** S3 could not be reached or could not answer now, so that a retry may succeed. */
export class PictureStoreAwayError extends Error {
  override readonly name = 'PictureStoreAwayError';
}

/** Opens the bucket that the configuration names; S3 need not answer yet. */
export function openPictureStore(config: PictureStoreConfig): PictureStore {
  const s3 = s3Client(config);
  const Bucket = config.S3_BUCKET;
  return {
    head: (Key) => unlessMissing(() => head(s3, Bucket, Key)),
    readStart: (Key, bytesMax) => unlessMissing(() => readStart(s3, { Bucket, Key }, bytesMax)),
    put: async (Key, Body, ContentType) => {
      const file = { Bucket, Key, Body, ContentType, CacheControl: FOREVER };
      await asked(() => s3.send(new PutObjectCommand(file)));
    },
    remove: async (Key) => {
      await unlessMissing(() => s3.send(new DeleteObjectCommand({ Bucket, Key })));
    },
    list: async (Prefix, StartAfter, MaxKeys) => {
      const from = StartAfter === '' ? {} : { StartAfter };
      const page = new ListObjectsV2Command({ Bucket, Prefix, MaxKeys, ...from });
      const { Contents = [] } = await asked(() => s3.send(page));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    end: () => s3.destroy(),
  };
}

async function head(s3: S3Client, Bucket: string, Key: string): Promise<StoredFile> {
  const found = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  return {
    bytes: found.ContentLength ?? 0,
    contentType: found.ContentType ?? null,
    sha256: found.ChecksumSHA256 ?? null,
    storedAtMs: found.LastModified?.getTime() ?? null,
  };
}

async function readStart(
  s3: S3Client,
  file: { Bucket: string; Key: string },
  bytesMax: number,
): Promise<Buffer> {
  try {
    const Range = `bytes=0-${bytesMax - 1}`;
    const { Body } = await s3.send(new GetObjectCommand({ ...file, Range }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } catch (error) {
    // A file of no bytes has no first one.
    if (statusOf(error) === RANGE_UNSATISFIABLE) return Buffer.alloc(0);
    throw error;
  }
}

async function unlessMissing<Found>(ask: () => Promise<Found>): Promise<Found | null> {
  return await asked(async () => {
    try {
      return await ask();
    } catch (error) {
      if (statusOf(error) === NOT_FOUND) return null;
      throw error;
    }
  });
}

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!mayPass(error)) throw error;
    throw new PictureStoreAwayError('S3 does not answer', { cause: error });
  }
}

// What S3 refuses is a fault of ours; silence, a throttle or a fault of its own may be gone a moment later.
function mayPass(error: unknown): boolean {
  const status = statusOf(error);
  return status === null || status >= SERVER_FAULT || status === TOO_MANY_REQUESTS;
}

function statusOf(error: unknown): number | null {
  if (!(error instanceof S3ServiceException)) return null;
  return error.$metadata.httpStatusCode ?? null;
}
