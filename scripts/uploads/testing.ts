import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { PictureStoreConfig } from '@sagopalgo/core/images/store-config.ts';
import { newLocalS3Keys } from '../local/local-s3-keys.ts';
import { startLocalS3 } from '../local/local-s3.ts';
import { postNotification } from '../local/post-notification.ts';
import { prepareBucket } from '../local/prepare-bucket.ts';
import { canBuildWithGo } from '../services/go-program.ts';
import { startVersitygw } from './versitygw.ts';

/** Whose pages may upload. */
export const PAGE_ORIGIN = 'http://localhost:3000';

const BUCKET = 'sagopalgo';
const START_WITHIN_MS = 30_000;
const BUILD_WITHIN_MS = 11 * 60_000;

/** An S3 with its bucket there. */
export interface RunningS3 {
  env: PictureStoreConfig;
  stop(): Promise<void>;
}

/** An S3 that pictures can be kept in. */
export interface S3UnderTest {
  name: string;
  startWithinMs: number;
  /** Tells `eventsUrl` what happens to files. */
  start: (eventsUrl: string) => Promise<RunningS3>;
}

const embedded: S3UnderTest = {
  name: 'the embedded S3',
  startWithinMs: START_WITHIN_MS,
  start: async (eventsUrl) => {
    const directory = folder('embedded-s3');
    const keys = newLocalS3Keys();
    const s3 = await startLocalS3({
      keys,
      ...{ host: '127.0.0.1', port: 0, directory, bucket: BUCKET, origins: [PAGE_ORIGIN] },
      notify: (notification) => void postNotification(eventsUrl, notification),
    });
    const endpoint = `http://127.0.0.1:${s3.port}`;
    const env = { S3_ENDPOINT: endpoint, S3_REGION: 'ap-northeast-2', S3_BUCKET: BUCKET };
    return running({ ...env, ...keys }, () => s3.close(), directory);
  },
};

const versitygw: S3UnderTest = {
  name: 'versitygw',
  startWithinMs: BUILD_WITHIN_MS,
  start: async (eventsUrl) => {
    const directory = folder('versitygw');
    const gateway = await startVersitygw(directory, eventsUrl);
    // A second time it finds everything there.
    for (const _ of [1, 2]) await prepareBucket(gateway.env, [PAGE_ORIGIN]);
    return running(gateway.env, () => gateway.stop(), directory);
  },
};

/** Those that can be had on this machine; which cannot is said on the console. */
export function s3sHere(): S3UnderTest[] {
  if (canBuildWithGo()) return [embedded, versitygw];
  process.stdout.write('There is no Go here: uploads are tried out on the embedded S3 alone.\n');
  return [embedded];
}

function running(env: RunningS3['env'], stop: () => Promise<void>, directory: string): RunningS3 {
  return {
    env,
    stop: async () => {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function folder(name: string): string {
  const path = join(process.env['TEST_DATA_DIR'] ?? '', name);
  mkdirSync(path, { recursive: true });
  return path;
}
