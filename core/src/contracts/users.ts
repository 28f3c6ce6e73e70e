import { z } from 'zod';
import { looksLeft } from '../rules/left-nickname.ts';
import { versionSchema } from './consents.ts';
import { endpoint } from './endpoint.ts';
import { countChars, idSchema, momentMsSchema } from './fields.ts';
import { imageSchema } from './images.ts';

const PASSWORD_MIN_CHARS = 8;
const PASSWORD_MAX_CHARS = 128;
const NICKNAME_MIN_CHARS = 2;
const NICKNAME_MAX_CHARS = 20;
const EMAIL_MAX_CHARS = 254;
/** Characters that take no ink: two names made of them look the same. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/u;

const ROLES = ['USER', 'ADMIN'] as const;
export type Role = (typeof ROLES)[number];

export const userSchema = z.object({
  userId: idSchema,
  nickname: z.string(),
  role: z.enum(ROLES),
});
export type User = z.infer<typeof userSchema>;

export const sessionSchema = z.object({ user: userSchema });

export const emailSchema = z
  .string()
  .trim()
  .max(EMAIL_MAX_CHARS, '이메일이 너무 길어요.')
  .pipe(z.email('이메일 주소를 확인해 주세요.'))
  .transform((email) => email.toLowerCase());

/** A password as somebody chooses it. */
export const passwordSchema = z
  .string()
  .refine(
    (password) =>
      countChars(password) >= PASSWORD_MIN_CHARS && countChars(password) <= PASSWORD_MAX_CHARS,
    `비밀번호는 ${PASSWORD_MIN_CHARS}자 이상 ${PASSWORD_MAX_CHARS}자 이하로 정해 주세요.`,
  );

export const nicknameSchema = z
  .string()
  .trim()
  .transform((nickname) => nickname.normalize('NFC'))
  .refine(
    (nickname) =>
      countChars(nickname) >= NICKNAME_MIN_CHARS && countChars(nickname) <= NICKNAME_MAX_CHARS,
    `닉네임은 ${NICKNAME_MIN_CHARS}자 이상 ${NICKNAME_MAX_CHARS}자 이하로 정해 주세요.`,
  )
  .refine((nickname) => !UNSEEN.test(nickname), '닉네임에 쓸 수 없는 글자가 있어요.')
  .refine((nickname) => !looksLeft(nickname), '쓸 수 없는 닉네임이에요. 다른 이름을 골라 주세요.');

/** A password as somebody says it: whatever it is, it is right or wrong. */
export const givenPasswordSchema = z.string().max(PASSWORD_MAX_CHARS * 4);

const credentialsSchema = z.strictObject({
  email: z.string().max(EMAIL_MAX_CHARS).trim().toLowerCase(),
  password: givenPasswordSchema,
});

/** The wordings that somebody has agreed to as they sign up; whoever leaves them out is asked later. */
export const signUpConsents = z.strictObject({
  terms: versionSchema,
  privacy: versionSchema,
  marketing: versionSchema.optional(),
});

export const signUp = endpoint({
  name: 'signUp',
  method: 'POST',
  path: '/users',
  auth: 'none',
  status: 201,
  body: z.strictObject({
    email: emailSchema,
    password: passwordSchema,
    nickname: nicknameSchema,
    consents: signUpConsents.optional(),
  }),
  reply: sessionSchema,
  refusals: ['EMAIL_TAKEN', 'NICKNAME_TAKEN', 'CONSENT_OUTDATED', 'ORIGIN_NOT_ALLOWED'],
});

export const logIn = endpoint({
  name: 'logIn',
  method: 'POST',
  path: '/sessions',
  auth: 'none',
  status: 201,
  body: credentialsSchema,
  reply: sessionSchema,
  refusals: ['WRONG_CREDENTIALS', 'ACCOUNT_BLOCKED', 'ORIGIN_NOT_ALLOWED'],
});

export const refreshSession = endpoint({
  name: 'refreshSession',
  method: 'POST',
  path: '/sessions/refresh',
  auth: 'none',
  reply: sessionSchema,
  refusals: ['SESSION_ENDED', 'ORIGIN_NOT_ALLOWED'],
});

export const logOut = endpoint({
  name: 'logOut',
  method: 'DELETE',
  path: '/sessions',
  auth: 'none',
  status: 204,
  refusals: ['ORIGIN_NOT_ALLOWED'],
});

export const createToken = endpoint({
  name: 'createToken',
  method: 'POST',
  path: '/tokens',
  auth: 'none',
  status: 201,
  body: credentialsSchema,
  reply: z.object({
    user: userSchema,
    accessToken: z.string(),
    accessTokenExpiresAtMs: momentMsSchema,
  }),
  refusals: ['WRONG_CREDENTIALS', 'ACCOUNT_BLOCKED', 'ORIGIN_NOT_ALLOWED'],
});

export const getMe = endpoint({
  name: 'getMe',
  method: 'GET',
  path: '/users/me',
  auth: 'required',
  reply: userSchema.extend({
    email: z.string(),
    emailVerified: z.boolean(),
    /** False where one signs in by others' word alone. */
    hasPassword: z.boolean(),
    picture: imageSchema.nullable(),
    /** From when on the nickname may be changed; null: at any time. */
    nicknameFromMs: momentMsSchema.nullable(),
  }),
  refusals: ['UNAUTHENTICATED'],
});
