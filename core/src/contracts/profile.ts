import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { idSchema } from './fields.ts';
import { imageSchema } from './images.ts';
import { nicknameSchema, userSchema } from './users.ts';

/** A nickname is what others know somebody by, so it stays for a while. */
export const NICKNAME_STAYS_MS = 30 * 86_400_000;

export const changeNickname = endpoint({
  name: 'changeNickname',
  method: 'PATCH',
  path: '/users/me',
  auth: 'required',
  body: z.strictObject({ nickname: nicknameSchema }),
  reply: userSchema,
  refusals: ['UNAUTHENTICATED', 'NICKNAME_TAKEN', 'NICKNAME_TOO_SOON', 'ORIGIN_NOT_ALLOWED'],
});

/** Shows somebody with a picture that they have uploaded, in place of the one before. */
export const setProfilePicture = endpoint({
  name: 'setProfilePicture',
  method: 'POST',
  path: '/users/me/picture',
  auth: 'required',
  body: z.strictObject({ imageId: idSchema }),
  reply: z.object({ picture: imageSchema }),
  refusals: ['UNAUTHENTICATED', 'IMAGE_NOT_FOUND', 'IMAGE_NOT_READY', 'ORIGIN_NOT_ALLOWED'],
});

/** A second time too. */
export const removeProfilePicture = endpoint({
  name: 'removeProfilePicture',
  method: 'DELETE',
  path: '/users/me/picture',
  auth: 'required',
  status: 204,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
});
