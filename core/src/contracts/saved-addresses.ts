import { z } from 'zod';
import { addressSchema } from './addresses.ts';
import { endpoint } from './endpoint.ts';
import { idSchema } from './fields.ts';

/** As many as somebody may keep. */
export const SAVED_ADDRESSES_MAX = 10;

const savedAddressSchema = addressSchema.extend({ addressId: idSchema, isDefault: z.boolean() });
export type SavedAddress = z.output<typeof savedAddressSchema>;

/** True makes it the one that is used unless another is chosen; false leaves that as it is. */
const bodySchema = addressSchema.extend({ isDefault: z.boolean().default(false) });
const params = z.strictObject({ addressId: idSchema });

/** The default first, then as they were added. */
export const listSavedAddresses = endpoint({
  name: 'listSavedAddresses',
  method: 'GET',
  path: '/users/me/addresses',
  auth: 'required',
  reply: z.object({ items: z.array(savedAddressSchema) }),
  refusals: ['UNAUTHENTICATED'],
});

export const saveAddress = endpoint({
  name: 'saveAddress',
  method: 'POST',
  path: '/users/me/addresses',
  auth: 'required',
  status: 201,
  body: bodySchema,
  reply: savedAddressSchema,
  refusals: ['UNAUTHENTICATED', 'ADDRESS_BOOK_FULL', 'ORIGIN_NOT_ALLOWED'],
});

/** The whole of it anew. */
export const changeSavedAddress = endpoint({
  name: 'changeSavedAddress',
  method: 'PATCH',
  path: '/users/me/addresses/:addressId',
  auth: 'required',
  params,
  body: bodySchema,
  reply: savedAddressSchema,
  refusals: ['UNAUTHENTICATED', 'ADDRESS_NOT_FOUND', 'ORIGIN_NOT_ALLOWED'],
});

/** Where it was the default, the oldest that is left becomes it. */
export const removeSavedAddress = endpoint({
  name: 'removeSavedAddress',
  method: 'DELETE',
  path: '/users/me/addresses/:addressId',
  auth: 'required',
  status: 204,
  params,
  refusals: ['UNAUTHENTICATED', 'ADDRESS_NOT_FOUND', 'ORIGIN_NOT_ALLOWED'],
});
