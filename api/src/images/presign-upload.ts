import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3Client } from '@sagopalgo/core/images/s3-client.ts';
import type { PictureStoreConfig } from '@sagopalgo/core/images/store-config.ts';

const GOOD_FOR_S = 15 * 60;
/** For so long something can be uploaded to where it was signed for. */
export const UPLOAD_WITHIN_MS = GOOD_FOR_S * 1000;
const SHA256_HEADER = 'x-amz-checksum-sha256';

/** A file as its owner says it is. */
export interface AnnouncedFile {
  objectKey: string;
  contentType: string;
  bytes: number;
  sha256: string;
}

/** What a browser needs for one upload. */
export interface SignedUpload {
  method: 'PUT';
  url: string;
  headers: Record<string, string>;
  expiresAtMs: number;
}

/** Signs uploads for browsers. */
export interface UploadSigner {
  sign(file: AnnouncedFile, nowMs: number): Promise<SignedUpload>;
  end(): void;
}

/**
 * Makes what signs uploads straight to S3: key, length, type and checksum are all part of the signature, so
 * that nothing but this very file can be put there, for a quarter of an hour.
 */
export function createUploadSigner(config: PictureStoreConfig): UploadSigner {
  const s3 = s3Client(config, config.S3_PUBLIC_ENDPOINT ?? config.S3_ENDPOINT);
  return {
    sign: async ({ objectKey, contentType, bytes, sha256 }, nowMs) => {
      const put = new PutObjectCommand({
        Bucket: config.S3_BUCKET,
        Key: objectKey,
        ContentType: contentType,
        ContentLength: bytes,
        ChecksumSHA256: sha256,
      });
      const url = await getSignedUrl(s3, put, {
        expiresIn: GOOD_FOR_S,
        signingDate: new Date(nowMs),
        // The presigner leaves the type out of the signature unless it is named, and moves the checksum
        // into the address, where S3 does not compare it with what is sent.
        signableHeaders: new Set(['content-type', 'content-length', 'host', SHA256_HEADER]),
        unhoistableHeaders: new Set([SHA256_HEADER]),
      });
      const headers = { 'content-type': contentType, [SHA256_HEADER]: sha256 };
      return { method: 'PUT', url, headers, expiresAtMs: nowMs + UPLOAD_WITHIN_MS };
    },
    end: () => s3.destroy(),
  };
}
