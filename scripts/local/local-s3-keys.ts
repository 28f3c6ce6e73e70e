import { randomBytes } from 'node:crypto';
import accounts from '@20minutes/s3rver/lib/models/account.js';

const SECRET_BYTES = 32;
const ID_BYTES = 8;
/** s3rver takes these from everybody unless told otherwise. */
const KNOWN_TO_ALL = 'S3RVER';

/** With what an embedded S3 is asked. */
export interface LocalS3Keys {
  S3_ACCESS_KEY_ID: string;
  S3_SECRET_ACCESS_KEY: string;
}

/** Keys that nobody knows but who is told them. */
export function newLocalS3Keys(): LocalS3Keys {
  return {
    S3_ACCESS_KEY_ID: `local-${randomBytes(ID_BYTES).toString('hex')}`,
    S3_SECRET_ACCESS_KEY: randomBytes(SECRET_BYTES).toString('hex'),
  };
}

/** Has s3rver take these keys, and no longer those that are printed in its manual; returns how to end it. */
export function takeKeys({ S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }: LocalS3Keys): () => void {
  accounts.DUMMY_ACCOUNT.revokeAccessKey(KNOWN_TO_ALL);
  accounts.DUMMY_ACCOUNT.createKeyPair(S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY);
  return () => accounts.DUMMY_ACCOUNT.revokeAccessKey(S3_ACCESS_KEY_ID);
}
