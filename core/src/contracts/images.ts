import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { idSchema, momentMsSchema } from './fields.ts';

/** A picture file is at most this large. */
export const IMAGE_MAX_BYTES = 10 * 1024 * 1024;
/** As many pictures as one auction may show. */
export const AUCTION_IMAGES_MAX = 10;
/** What browsers everywhere can show, and we can read. */
export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];

/** Why what was uploaded cannot be shown. */
export const IMAGE_FAULTS = ['not-a-picture', 'too-many-pixels', 'animated', 'unreadable'] as const;
export type ImageFault = (typeof IMAGE_FAULTS)[number];

/** One size of a picture. */
const thumbnailSchema = z.object({ url: z.string(), widthPx: z.int(), heightPx: z.int() });

/** A picture of an auction. While `thumbnails` is empty it is still being made ready. */
export const imageSchema = z.object({
  imageId: idSchema,
  /** The largest that there is; it may not be there yet while the picture is being made ready. */
  url: z.string(),
  widthPx: z.int(),
  heightPx: z.int(),
  /** From narrow to wide; a picture that is shown as it is has one, itself. */
  thumbnails: z.array(thumbnailSchema),
});
export type Image = z.infer<typeof imageSchema>;

/** A seller's own picture on its way: `ready` when all its sizes are there. */
const uploadSchema = z.object({
  imageId: idSchema,
  state: z.enum(['awaiting', 'uploaded', 'ready', 'refused']),
  /** Null unless refused. */
  fault: z.enum(IMAGE_FAULTS).nullable(),
  /** Null until it was looked into. */
  image: imageSchema.nullable(),
});
export type Upload = z.infer<typeof uploadSchema>;

const imageParams = z.strictObject({ imageId: idSchema });

/** Where and how to upload a picture: size, type and checksum are signed, anything else is refused. */
export const createImage = endpoint({
  name: 'createImage',
  method: 'POST',
  path: '/images',
  auth: 'required',
  status: 201,
  body: z.strictObject({
    /** As the browser names it; another than IMAGE_TYPES is refused with the reason. */
    contentType: z.string().max(100),
    bytes: z.int().min(1),
    /** SHA-256 of the file, base64. */
    sha256: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  }),
  reply: z.object({
    imageId: idSchema,
    upload: z.object({
      method: z.literal('PUT'),
      url: z.string(),
      /** To be sent as they are; the browser adds Content-Length by itself. */
      headers: z.record(z.string(), z.string()),
      expiresAtMs: momentMsSchema,
    }),
  }),
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'IMAGE_TYPE_UNSUPPORTED',
    'IMAGE_TOO_LARGE',
    'TOO_MANY_IMAGES',
  ],
});

/** Says that the upload is through: it is looked into at once, so that registering need not wait. */
export const completeImage = endpoint({
  name: 'completeImage',
  method: 'POST',
  path: '/images/:imageId/complete',
  auth: 'required',
  params: imageParams,
  reply: uploadSchema,
  refusals: [
    'UNAUTHENTICATED',
    'ORIGIN_NOT_ALLOWED',
    'IMAGE_NOT_FOUND',
    'IMAGE_NOT_UPLOADED',
    'NOT_A_PICTURE',
  ],
});

export const getImage = endpoint({
  name: 'getImage',
  method: 'GET',
  path: '/images/:imageId',
  auth: 'required',
  params: imageParams,
  reply: uploadSchema,
  refusals: ['UNAUTHENTICATED', 'IMAGE_NOT_FOUND'],
});

/** Takes back a picture that no auction shows. */
export const deleteImage = endpoint({
  name: 'deleteImage',
  method: 'DELETE',
  path: '/images/:imageId',
  auth: 'required',
  status: 204,
  params: imageParams,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'IMAGE_NOT_FOUND', 'IMAGE_IN_USE'],
});
