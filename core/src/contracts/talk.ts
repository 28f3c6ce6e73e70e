import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { REFUSAL_CODES } from './errors.ts';
import type { RefusalCode } from './errors.ts';
import { idSchema, momentMsSchema, pageOf, pageQuery, wordsSchema } from './fields.ts';
import { imageSchema } from './images.ts';
import { orderParams, reasonBody } from './orders.ts';

/** Where a client connects to, by WebSocket alone; beside the calls, and by the same sign-in. */
export const TALK_PATH = '/api/v1/talk';
/** A message has at most so many characters. */
export const MESSAGE_MAX_CHARS = 1_000;
/** A page of what came since, at most; whoever missed more asks again from there. */
export const MISSED_MAX = 100;
const REASON_MAX_CHARS = 500;
const SEQ_MAX = 2_147_483_647;

const sideSchema = z.enum(['buyer', 'seller']);
/** Who of the two said or did something. */
export type TalkSide = z.infer<typeof sideSchema>;

const seqSchema = z.int().min(1).max(SEQ_MAX);
const placeSchema = z.int().min(0).max(SEQ_MAX);

/** One message of the talk about an order. `seq` counts from 1 without a gap. */
export const talkMessageSchema = z.object({
  seq: seqSchema,
  messageId: z.string(),
  by: sideSchema,
  /** Null for a picture alone. */
  text: z.string().nullable(),
  /** While it has no `thumbnails` it is still being made ready; null too where it is gone. */
  image: imageSchema.nullable(),
  sentAtMs: momentMsSchema,
});
export type TalkMessage = z.infer<typeof talkMessageSchema>;

/** How far one side has come. */
const marksSchema = z.object({ deliveredSeq: placeSchema, readSeq: placeSchema });
export type TalkMarks = z.infer<typeof marksSchema>;

/** A talk as one of its two sides finds it. */
export const talkSchema = z.object({
  side: sideSchema,
  /** False once it can be read only, and while one of the two has blocked the other. */
  mayWrite: z.boolean(),
  /** When it ends, or ended; null while the order is not over. */
  untilMs: momentMsSchema.nullable(),
  isBlocked: z.boolean(),
  /** Whether it is this side that blocked the other. */
  blockedByMe: z.boolean(),
  lastSeq: placeSchema,
  own: marksSchema,
  /** Null while one of the two has blocked the other. */
  other: marksSchema.nullable(),
});
export type Talk = z.infer<typeof talkSchema>;

/** Enters the talk about an order; `afterSeq` is the last message that one has. */
export const joinSchema = z.strictObject({ orderId: idSchema, afterSeq: placeSchema.optional() });

/** What is told to whoever enters. */
export const joinedSchema = z.object({
  talk: talkSchema,
  /** In order: the newest, or those after `afterSeq`, MISSED_MAX at most. */
  messages: z.array(talkMessageSchema),
  /** Whether more came after these. */
  hasLater: z.boolean(),
  /** For `listMessages`: what was said before these; null where that is nothing, or was not asked. */
  earlierCursor: z.string().nullable(),
});
export type Joined = z.infer<typeof joinedSchema>;

export const leaveSchema = z.strictObject({ orderId: idSchema });

/** One message; sent again under its `messageId` it is still one. */
export const sendSchema = z
  .strictObject({
    orderId: idSchema,
    messageId: z.uuid().toLowerCase(),
    text: wordsSchema(MESSAGE_MAX_CHARS, '메시지를 적어 주세요.').optional(),
    /** An own picture, uploaded as for an auction and used nowhere else. */
    imageId: idSchema.optional(),
  })
  .refine(({ text, imageId }) => text !== undefined || imageId !== undefined, {
    message: '메시지를 적어 주세요.',
    path: ['text'],
  });

/** Says how far one has come; what is less than before, or more than there is, changes nothing. */
export const markSchema = z.strictObject({
  orderId: idSchema,
  deliveredSeq: placeSchema.optional(),
  readSeq: placeSchema.optional(),
});

export const typingSchema = z.strictObject({ orderId: idSchema, isTyping: z.boolean() });

/** What a client says; each is answered by `answerOf` what it stands with. */
export const TALK_CALLS = {
  join: { asked: joinSchema, told: joinedSchema },
  leave: { asked: leaveSchema, told: z.object({}) },
  send: { asked: sendSchema, told: z.object({ message: talkMessageSchema }) },
  mark: { asked: markSchema, told: z.object({}) },
  typing: { asked: typingSchema, told: z.object({}) },
} as const;
export type TalkCall = keyof typeof TALK_CALLS;
export type TalkAsked<Call extends TalkCall> = z.output<(typeof TALK_CALLS)[Call]['asked']>;
export type TalkTold<Call extends TalkCall> = z.output<(typeof TALK_CALLS)[Call]['told']>;

/** A refusal as it comes over the socket, and as the reason that a connection ends with. */
export const talkRefusalSchema = z.object({
  code: z.enum(REFUSAL_CODES),
  message: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type TalkRefusal = z.infer<typeof talkRefusalSchema>;

/** The answer to a call: what was asked for, or why not. */
export function answerOf<Told extends z.ZodType>(told: Told) {
  return z.union([z.object({ told }), z.object({ refusal: talkRefusalSchema })]);
}

/** What a client hears. */
export const TALK_EVENTS = {
  message: z.object({ orderId: idSchema, message: talkMessageSchema }),
  marks: z.object({ orderId: idSchema, by: sideSchema, ...marksSchema.shape }),
  typing: z.object({ orderId: idSchema, by: sideSchema, isTyping: z.boolean() }),
  /** Something about the talk itself is otherwise: it has to be joined anew to see what. */
  changed: z.object({ orderId: idSchema }),
  /** The sign-in is over, and the connection ends. */
  ended: talkRefusalSchema,
} as const;
export type TalkEvent = keyof typeof TALK_EVENTS;

const OF_ORDER: RefusalCode[] = ['UNAUTHENTICATED', 'ORDER_NOT_FOUND'];
const CHANGES: RefusalCode[] = [...OF_ORDER, 'ORIGIN_NOT_ALLOWED'];

/** What was said about an order, the newest first. Operators read it once there is a dispute or a report. */
export const listMessages = endpoint({
  name: 'listMessages',
  method: 'GET',
  path: '/orders/:orderId/messages',
  auth: 'required',
  params: orderParams,
  query: z.strictObject(pageQuery),
  reply: pageOf(talkMessageSchema),
  refusals: [...OF_ORDER, 'FORBIDDEN'],
});

/** How many messages wait to be read, by order; those with none are left out. */
export const listUnread = endpoint({
  name: 'listUnread',
  method: 'GET',
  path: '/users/me/unread-messages',
  auth: 'required',
  reply: z.object({ items: z.array(z.object({ orderId: idSchema, unread: z.int().min(1) })) }),
  refusals: ['UNAUTHENTICATED'],
});

/** No more from the other side, in this talk and in any other with the same person. */
export const blockTalk = endpoint({
  name: 'blockTalk',
  method: 'POST',
  path: '/orders/:orderId/talk-block',
  auth: 'required',
  status: 204,
  params: orderParams,
  refusals: CHANGES,
});

export const unblockTalk = endpoint({
  name: 'unblockTalk',
  method: 'DELETE',
  path: '/orders/:orderId/talk-block',
  auth: 'required',
  status: 204,
  params: orderParams,
  refusals: CHANGES,
});

/** Tells operators of a message, or of the talk as a whole, who may read it from then on. */
export const reportTalk = endpoint({
  name: 'reportTalk',
  method: 'POST',
  path: '/orders/:orderId/talk-reports',
  auth: 'required',
  status: 201,
  params: orderParams,
  body: z.strictObject({
    reason: wordsSchema(REASON_MAX_CHARS, '신고하는 이유를 적어 주세요.'),
    seq: seqSchema.optional(),
  }),
  reply: z.object({ reportId: idSchema }),
  refusals: [...CHANGES, 'NOT_FOUND', 'ALREADY_REPORTED'],
});

/** A report as operators see it. */
export const talkReportSchema = z.object({
  reportId: idSchema,
  orderId: idSchema,
  title: z.string(),
  reporterNickname: z.string(),
  reportedNickname: z.string(),
  reportedUserId: idSchema,
  reason: z.string(),
  /** The message that it is about, if it is about one. */
  message: talkMessageSchema.nullable(),
  reportedAtMs: momentMsSchema,
});
export type TalkReport = z.infer<typeof talkReportSchema>;

/** Reports that nobody has dealt with, those that wait the longest first. */
export const listTalkReports = endpoint({
  name: 'listTalkReports',
  method: 'GET',
  path: '/operator/talk-reports',
  auth: 'required',
  query: z.strictObject(pageQuery),
  reply: pageOf(talkReportSchema),
  refusals: ['UNAUTHENTICATED', 'FORBIDDEN'],
});

/** An operator has dealt with a report, which the audit tells with their reason. */
export const settleTalkReport = endpoint({
  name: 'settleTalkReport',
  method: 'POST',
  path: '/operator/talk-reports/:reportId/settle',
  auth: 'required',
  status: 204,
  params: z.strictObject({ reportId: idSchema }),
  body: reasonBody,
  refusals: ['UNAUTHENTICATED', 'FORBIDDEN', 'ORIGIN_NOT_ALLOWED', 'NOT_FOUND', 'ALREADY_SO'],
});
