import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { idSchema, momentMsSchema } from './fields.ts';

/** As many as are listed, those that were used last. */
export const DEVICES_MAX = 50;

/** What somebody is signed in by: one signing-in in one browser. */
const deviceSchema = z.object({
  deviceId: idSchema,
  /** Such as `Chrome, Windows`; '' where the browser does not say. */
  device: z.string(),
  createdAtMs: momentMsSchema,
  /** To the hour or so: when it was signed in, or renewed last. */
  usedAtMs: momentMsSchema,
  /** It is the one that asks. */
  isThis: z.boolean(),
});
export type Device = z.infer<typeof deviceSchema>;

export const listDevices = endpoint({
  name: 'listDevices',
  method: 'GET',
  path: '/users/me/devices',
  auth: 'required',
  reply: z.object({ items: z.array(deviceSchema) }),
  refusals: ['UNAUTHENTICATED'],
});

export const endDevice = endpoint({
  name: 'endDevice',
  method: 'DELETE',
  path: '/users/me/devices/:deviceId',
  auth: 'required',
  status: 204,
  params: z.strictObject({ deviceId: idSchema }),
  refusals: ['UNAUTHENTICATED', 'DEVICE_NOT_FOUND', 'ORIGIN_NOT_ALLOWED'],
});

/** All but the one that asks, and programs' tokens. */
export const endOtherDevices = endpoint({
  name: 'endOtherDevices',
  method: 'DELETE',
  path: '/users/me/devices',
  auth: 'required',
  reply: z.object({ ended: z.int() }),
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
});
