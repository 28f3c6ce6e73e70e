import { createServer } from 'node:http';
import S3rver from '@20minutes/s3rver';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { checkedUploads } from './checked-uploads.ts';
import { closedToStrangers } from './closed-to-strangers.ts';
import { takeKeys } from './local-s3-keys.ts';
import type { LocalS3Keys } from './local-s3-keys.ts';
import { asNotified } from './s3-notification.ts';
import type { S3Notification } from './s3-notification.ts';

const CORS_MAX_AGE_S = 3_600;

/** How an embedded S3 is run. */
export interface LocalS3Options {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  directory: string;
  bucket: string;
  /** Who has them may do everything. */
  keys: LocalS3Keys;
  /** Pages of these origins may upload. */
  origins: readonly string[];
  /** Hears of every file that was put or removed. */
  notify?: (notification: S3Notification) => void;
  /** Hears of every request that was refused. */
  refused?: (error: Error) => void;
}

/** A running embedded S3. */
export interface LocalS3 {
  port: number;
  isListening(): boolean;
  close(): Promise<void>;
}

/**
 * The real protocol over a folder, with the one bucket there from the start. Beyond what s3rver does by
 * itself, an upload has to have the checksum that it was signed with, and whoever has not the keys sees
 * nothing but what the bucket shows to everybody.
 */
export async function startLocalS3(options: LocalS3Options): Promise<LocalS3> {
  const s3 = new S3rver({
    directory: options.directory,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: options.bucket, configs: [corsRules(options.origins)] }],
  });
  checkedUploads(s3);
  s3.on('error', (error: Error) => options.refused?.(error));
  s3.on('event', (event: S3Notification) => options.notify?.(asNotified(event)));
  await s3.configureBuckets();
  const forgetKeys = takeKeys(options.keys);
  const listener = closedToStrangers(options.bucket, options.keys, s3.getMiddleware());
  const server = createServer(listener);
  const port = await listen(server, options.host, options.port);
  return {
    port,
    isListening: () => server.listening,
    close: async () => {
      const closed = closeServer(server);
      server.closeAllConnections();
      await closed;
      forgetKeys();
    },
  };
}

function corsRules(origins: readonly string[]): string {
  const allowed = origins.map((origin) => `<AllowedOrigin>${origin}</AllowedOrigin>`).join('');
  return (
    `<CORSConfiguration><CORSRule>${allowed || '<AllowedOrigin>null</AllowedOrigin>'}` +
    '<AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader>' +
    `<MaxAgeSeconds>${CORS_MAX_AGE_S}</MaxAgeSeconds></CORSRule></CORSConfiguration>`
  );
}
