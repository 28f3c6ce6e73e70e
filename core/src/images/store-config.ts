import { z } from 'zod';

/** Where pictures are kept. On AWS neither an endpoint nor keys are named: the role's own are used. */
export const pictureStoreShape = {
  S3_ENDPOINT: z.url().optional(),
  /** Where browsers find the same S3, when that is not S3_ENDPOINT: uploads are signed for this host. */
  S3_PUBLIC_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('ap-northeast-2'),
  S3_BUCKET: z.string().default('sagopalgo'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
};

/** What a process has been told of the bucket. */
export type PictureStoreConfig = z.infer<z.ZodObject<typeof pictureStoreShape>>;
