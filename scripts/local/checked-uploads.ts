import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type S3rver from '@20minutes/s3rver';
import type { PutObject } from '@20minutes/s3rver';
import S3Error from '@20minutes/s3rver/lib/models/error.js';
import S3Object from '@20minutes/s3rver/lib/models/object.js';

const CHECKSUM = 'x-amz-checksum-sha256';
/** Nothing that belongs into the bucket is as large. */
const FILE_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Has an S3 keep only files with the length and the checksum that were said, as AWS does, and tell the
 * checksum from then on. s3rver writes straight to the file's place, so all of it is looked at before.
 */
export function checkedUploads({ store }: S3rver): void {
  if (!S3Object.ALLOWED_METADATA.includes(CHECKSUM)) S3Object.ALLOWED_METADATA.push(CHECKSUM);
  const keep = store.putObject.bind(store);
  store.putObject = async (object) => {
    const content = await wholeContent(object);
    const said = object.metadata[CHECKSUM];
    if (said !== undefined && createHash('sha256').update(content).digest('base64') !== said) {
      throw new S3Error('BadDigest', 'The SHA256 you specified did not match what we received.');
    }
    // A buffer would be called kept before it is on the disk.
    return await keep({ ...object, content: Readable.from([content]) });
  };
}

async function wholeContent({ content, metadata }: PutObject): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of Buffer.isBuffer(content) ? [content] : content) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (bytes > FILE_MAX_BYTES) throw new S3Error('EntityTooLarge', 'That is too large.');
  }
  const said = metadata['content-length'];
  if (said !== undefined && Number(said) !== bytes) {
    throw new S3Error('IncompleteBody', 'There were other bytes than Content-Length says.');
  }
  return Buffer.concat(pieces);
}
