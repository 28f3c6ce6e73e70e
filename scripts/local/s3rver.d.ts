declare module '@20minutes/s3rver' {
  import type { EventEmitter } from 'node:events';
  import type { RequestListener } from 'node:http';
  import type { Readable } from 'node:stream';

  /** A file on its way into the store. */
  export interface PutObject {
    bucket: string;
    key: string;
    content: Readable | Buffer;
    /** Names in small letters. */
    metadata: Record<string, string>;
  }

  /** What of s3rver is used here; the package has no types of its own. */
  export default class S3rver extends EventEmitter {
    readonly store: { putObject(object: PutObject): Promise<{ size: number; md5: string }> };
    constructor(options: {
      directory: string;
      silent: boolean;
      vhostBuckets: boolean;
      configureBuckets: { name: string; configs: string[] }[];
    });
    configureBuckets(): Promise<unknown>;
    getMiddleware(): RequestListener;
  }
}

declare module '@20minutes/s3rver/lib/models/error.js' {
  export default class S3Error extends Error {
    constructor(code: string, message: string);
  }
}

declare module '@20minutes/s3rver/lib/models/object.js' {
  const S3Object: { ALLOWED_METADATA: string[] };
  export default S3Object;
}

declare module '@20minutes/s3rver/lib/models/account.js' {
  interface Account {
    createKeyPair(accessKeyId: string, secretAccessKey: string): void;
    revokeAccessKey(accessKeyId: string): void;
  }
  const accounts: { DUMMY_ACCOUNT: Account };
  export default accounts;
}
