import { UPLOADS_PREFIX } from '@sagopalgo/core/images/picture.ts';

/** What S3 tells a Lambda of its files. */
export interface S3Notification {
  Records: {
    eventVersion: string;
    eventSource: string;
    awsRegion: string;
    eventTime: string;
    eventName: string;
    s3: {
      bucket: { name: string; arn: string };
      /** The key as forms encode it. */
      object: { key: string; size?: number; eTag?: string; sequencer: string };
    };
  }[];
}

/** An event of s3rver as AWS would send it: with an encoded key, and the bucket by its right name. */
export function asNotified({ Records }: S3Notification): S3Notification {
  const records = Records.map((record) => {
    const { bucket, object } = record.s3;
    const arn = `arn:aws:s3:::${bucket.name}`;
    const key = encodeURIComponent(object.key).replaceAll('%2F', '/').replaceAll('%20', '+');
    return {
      ...record,
      s3: { ...record.s3, bucket: { ...bucket, arn }, object: { ...object, key } },
    };
  });
  return { Records: records };
}

/** Whether it is about uploads, as a bucket's notifications are kept to a prefix. */
export function isOfUploads({ Records }: S3Notification): boolean {
  return Records.some(({ s3 }) => s3.object.key.startsWith(UPLOADS_PREFIX));
}
