import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { SHOWN_PREFIXES } from '@sagopalgo/core/images/picture.ts';
import { s3Client } from '@sagopalgo/core/images/s3-client.ts';
import type { PictureStoreConfig } from '@sagopalgo/core/images/store-config.ts';

const CORS_MAX_AGE_S = 3_600;

/**
 * Makes sure of the bucket: everybody may see pictures and nothing else, and pages of these origins may
 * upload. Done again it changes nothing.
 */
export async function prepareBucket(
  config: PictureStoreConfig,
  origins: readonly string[],
): Promise<void> {
  const s3 = s3Client(config);
  const Bucket = config.S3_BUCKET;
  try {
    await s3.send(new CreateBucketCommand({ Bucket })).catch((error: unknown) => {
      if (error instanceof BucketAlreadyOwnedByYou || error instanceof BucketAlreadyExists) return;
      throw error;
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(Bucket) }));
    const rule = {
      AllowedOrigins: [...origins],
      AllowedMethods: ['PUT'],
      AllowedHeaders: ['content-type', 'x-amz-checksum-sha256'],
      MaxAgeSeconds: CORS_MAX_AGE_S,
    };
    const CORSConfiguration = { CORSRules: [rule] };
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration }));
  } finally {
    s3.destroy();
  }
}

function policyOf(bucket: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: ['s3:GetObject'],
        Resource: SHOWN_PREFIXES.map((prefix) => `arn:aws:s3:::${bucket}/${prefix}*`),
      },
    ],
  });
}
