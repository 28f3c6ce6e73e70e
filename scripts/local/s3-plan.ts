import { join } from 'node:path';
import { freePort } from '../services/programs.ts';
import { newLocalS3Keys } from './local-s3-keys.ts';
import type { LocalS3Keys } from './local-s3-keys.ts';
import type { PartPlan } from './part.ts';

const BUCKET = 'sagopalgo';
const REGION = 'ap-northeast-2';

/** How the embedded S3 is started, and where it will tell what happened to its files. */
export interface S3Plan {
  part: Omit<PartPlan, 'logFile'>;
  eventsPort: number;
  /** Made anew at each start. */
  keys: LocalS3Keys;
}

/** The embedded S3 beside a marketplace whose pages are of these origins. */
export async function s3Plan(dataDir: string, publicOrigins: string): Promise<S3Plan> {
  // It is told before anybody listens there: nobody uploads until the clock is up.
  const eventsPort = await freePort();
  const keys = newLocalS3Keys();
  const env = {
    ...keys,
    ...{ S3_BUCKET: BUCKET, S3_DIR: join(dataDir, 's3') },
    ...{ PUBLIC_ORIGINS: publicOrigins, S3_EVENTS_URL: `http://127.0.0.1:${eventsPort}` },
  };
  const part = { name: 's3', file: 'scripts/local/s3.ts', env, ports: ['S3_PORT'] };
  return { part, eventsPort, keys };
}

/** What each part is told of the S3 at `url`. */
export function s3Env(url: string, keys: LocalS3Keys) {
  return {
    store: { S3_ENDPOINT: url, S3_REGION: REGION, S3_BUCKET: BUCKET, ...keys },
    front: { S3_URL: `${url}/${BUCKET}`, UPLOAD_ORIGINS: url },
  };
}
