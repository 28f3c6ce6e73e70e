import { z } from 'zod';
import { isUploadKey } from '@sagopalgo/core/images/picture.ts';

/** Of S3's event notification what is used here; other S3s say `s3:` before the event's name. */
const notificationSchema = z.object({
  Records: z
    .array(
      z.object({
        eventName: z.string(),
        s3: z.object({
          bucket: z.object({ name: z.string() }),
          object: z.object({ key: z.string() }),
        }),
      }),
    )
    .default([]),
});

const CREATED = /^(s3:)?ObjectCreated:/;

/**
 * The uploads in `bucket` that a notification tells of, each once. Whatever else it may tell of (removals, files of
 * other kinds or in other buckets, the test that S3 sends first) is nothing to work on. Throws for what is no
 * notification at all.
 */
export function uploadedKeys(event: unknown, bucket: string): string[] {
  const { Records } = notificationSchema.parse(event);
  const keys = Records.filter(
    ({ eventName, s3 }) => CREATED.test(eventName) && s3.bucket.name === bucket,
  ).flatMap(({ s3 }) => decoded(s3.object.key) ?? []);
  return [...new Set(keys)].filter(isUploadKey);
}

// Keys come as forms encode them; one that cannot be decoded is none of ours.
function decoded(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
