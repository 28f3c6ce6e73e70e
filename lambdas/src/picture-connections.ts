import { openPictureStore } from '@sagopalgo/core/images/picture-store.ts';
import type { PictureStore } from '@sagopalgo/core/images/picture-store.ts';
import { connectMysql } from '@sagopalgo/core/mysql/connect.ts';
import { createLog } from '@sagopalgo/core/runtime/logger.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';
import { readPicturesConfig } from './config.ts';
import type { PicturesConfig } from './config.ts';
import type { Connections } from './connections.ts';
import { KeptConnections } from './kept-connections.ts';

const DAY_MS = 86_400_000;

/**
 * All that a function which works on pictures needs. Apart from `connections.ts`, so that whoever has nothing to
 * do with pictures need not load a client of S3.
 */
export type PictureConnections = Pick<Connections, 'db' | 'log' | 'now'> & {
  pictures: PictureStore;
  /** The bucket by its name. */
  bucket: string;
  /** How long files outlive their auction. */
  graceMs: number;
};

/** Opens the record and the bucket. Neither needs to answer yet. */
export function openPictureConnections(
  config: PicturesConfig,
  log: Log,
): PictureConnections & { end: () => Promise<void> } {
  const { db, end } = connectMysql(config.MYSQL_URL);
  const pictures = openPictureStore(config);
  return {
    ...{ db, pictures, log, now: Date.now, bucket: config.S3_BUCKET },
    graceMs: config.PICTURES_GRACE_DAYS * DAY_MS,
    end: async () => {
      pictures.end();
      await end();
    },
  };
}

const kept = new KeptConnections((env) => {
  const config = readPicturesConfig(env);
  return openPictureConnections(config, createLog('lambdas', config.LOG_LEVEL));
});

/** What a Lambda that works on pictures keeps from one event to the next. */
export function pictureConnections(): Promise<PictureConnections> {
  return kept.get();
}

/** Ends what `pictureConnections` opened, where a process outlives its handlers. */
export function endPictureConnections(): Promise<void> {
  return kept.end();
}
