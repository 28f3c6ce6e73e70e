import { z } from 'zod';
import { NOTICE_KINDS } from '../rules/notice-kinds.ts';
import type { NoticeChannel, NoticeKind } from '../rules/notice-kinds.ts';
import { endpoint } from './endpoint.ts';
import { idSchema, momentMsSchema, pageOf, pageQuery } from './fields.ts';

/** The page on which people choose how they are told; mails name it. */
export const NOTICE_SETTINGS_PATH = '/notices/settings';

const MINUTE_MAX = 1_439;
const ENDPOINT_MAX_CHARS = 1_000;

/** What somebody was told, in words; `path` is where on the page the next step is done. */
export const noticeSchema = z.object({
  noticeId: idSchema,
  kind: z.enum(NOTICE_KINDS),
  heading: z.string(),
  text: z.string(),
  action: z.string(),
  path: z.string(),
  happenedAtMs: momentMsSchema,
  isRead: z.boolean(),
});
export type Notice = z.infer<typeof noticeSchema>;

const unreadSchema = z.object({ unread: z.int() });

/** What happened last comes first. */
export const listNotices = endpoint({
  name: 'listNotices',
  method: 'GET',
  path: '/users/me/notices',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(noticeSchema),
  refusals: ['UNAUTHENTICATED'],
});

export const countUnreadNotices = endpoint({
  name: 'countUnreadNotices',
  method: 'GET',
  path: '/users/me/notices/unread',
  auth: 'required',
  reply: unreadSchema,
  refusals: ['UNAUTHENTICATED'],
});

/** One notice; with `upTo` also whatever happened before it. Once more changes nothing. */
export const readNotices = endpoint({
  name: 'readNotices',
  method: 'POST',
  path: '/users/me/notices/read',
  auth: 'required',
  body: z.strictObject({ noticeId: idSchema, upTo: z.boolean().default(false) }),
  reply: unreadSchema,
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'NOTICE_NOT_FOUND'],
});

const channelsSchema = z.strictObject({
  mail: z.boolean(),
  push: z.boolean(),
} satisfies Record<NoticeChannel, z.ZodType>);
const choicesSchema = z.strictObject(
  Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, channelsSchema])) as Record<
    NoticeKind,
    typeof channelsSchema
  >,
);
const minuteSchema = z.int().min(0).max(MINUTE_MAX);

const settingsFields = {
  choices: choicesSchema,
  /** In minutes after midnight in Seoul, over midnight where the end is the smaller; null: no quiet hours. */
  quietHours: z.strictObject({ fromMinute: minuteSchema, toMinute: minuteSchema }).nullable(),
};

export const getNoticeSettings = endpoint({
  name: 'getNoticeSettings',
  method: 'GET',
  path: '/users/me/notice-settings',
  auth: 'required',
  reply: z.object({
    ...settingsFields,
    /** Mails go to none but a proven address. */
    emailVerified: z.boolean(),
    /** What a browser subscribes with (VAPID); null where no pushes are sent. */
    pushKey: z.string().nullable(),
    /** On how many browsers the person is told. */
    pushBrowsers: z.int(),
  }),
  refusals: ['UNAUTHENTICATED'],
});

/** Sets all of them. */
export const setNoticeSettings = endpoint({
  name: 'setNoticeSettings',
  method: 'POST',
  path: '/users/me/notice-settings',
  auth: 'required',
  body: z.strictObject(settingsFields),
  reply: z.object(settingsFields),
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
});
export type NoticeSettings = z.infer<typeof setNoticeSettings.reply>;

/** What a browser's own subscription says (`PushSubscription.toJSON()`), keys in base64url. */
const pushSubscriptionSchema = z.strictObject({
  endpoint: z.string().max(ENDPOINT_MAX_CHARS),
  /** An uncompressed point of P-256. */
  p256dh: z.string().regex(/^[\w-]{87}=?$/),
  auth: z.string().regex(/^[\w-]{22}(==)?$/),
});

/**
 * Has this browser pushed to, until it is unsubscribed, its push service says that it is gone, or the person signs out.
 * Once more changes nothing. Of more than ten browsers the one that was subscribed first goes.
 */
export const subscribeToPush = endpoint({
  name: 'subscribeToPush',
  method: 'POST',
  path: '/users/me/push-subscriptions',
  auth: 'required',
  status: 201,
  body: pushSubscriptionSchema,
  reply: z.object({ subscriptionId: idSchema }),
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED', 'PUSH_NOT_OFFERED'],
});

/** By what the browser knows its subscription by; one that is not there is gone as well. */
export const unsubscribeFromPush = endpoint({
  name: 'unsubscribeFromPush',
  method: 'DELETE',
  path: '/users/me/push-subscriptions',
  auth: 'required',
  status: 204,
  body: z.strictObject({ endpoint: z.string().max(ENDPOINT_MAX_CHARS) }),
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
});
