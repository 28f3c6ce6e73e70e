import { S3Client } from '@aws-sdk/client-s3';
import type { PictureStoreConfig } from './store-config.ts';

const CONNECT_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;
const ATTEMPTS = 3;

/** A client of the S3 that the configuration names, at `endpoint` when it is named otherwise. */
export function s3Client(
  config: PictureStoreConfig,
  endpoint: string | undefined = config.S3_ENDPOINT,
): S3Client {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  return new S3Client({
    region: config.S3_REGION,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && { credentials: { accessKeyId, secretAccessKey } }),
    // A checksum of the SDK's own choice would be signed beside ours, and browsers would have to send it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_WITHIN_MS,
      requestTimeout: ANSWER_WITHIN_MS,
      throwOnRequestTimeout: true,
    },
  });
}
