import { z } from 'zod';

/** Where Toss Payments is. Whatever else answers in its place is a simulator, and moves no money. */
export const REAL_TOSS_URL = 'https://api.tosspayments.com';

/** Where Toss's widget comes from; a script of anybody else could send a buyer's money anywhere. */
const REAL_SCRIPTS_ORIGIN = 'https://js.tosspayments.com';

const CLIENT_KEY = /^(live|test)_(g?)ck_\w+$/;
const SECRET_KEY = /^(live|test)_(g?)sk_\w+$/;
const SIMULATOR_KEY = /^test_g?[cs]k_sim_/;

type Env = Readonly<Record<string, string | undefined>>;

/** What a process is told that asks Toss for payments; wrong pairings of it are refused at start. */
export function tossServerShape(env: Env) {
  const baseUrl = withoutSlash(env['TOSS_API_BASE_URL'] || REAL_TOSS_URL);
  const isProduction = isInProduction(env);
  return {
    TOSS_API_BASE_URL: z
      .url({ protocol: /^https?$/ })
      .default(REAL_TOSS_URL)
      .transform(withoutSlash)
      .refine((url) => url === REAL_TOSS_URL || !isProduction, NO_SIMULATOR),
    TOSS_SECRET_KEY: z
      .string()
      .regex(SECRET_KEY, 'not a secret key of Toss, such as live_gsk_…')
      .refine((key) => !isLive(key) || baseUrl === REAL_TOSS_URL, NO_LIVE_KEY)
      .refine((key) => !SIMULATOR_KEY.test(key) || !isProduction, NO_SIMULATOR),
  };
}

/** The same for the api, which also tells the page how to open Toss's widget. */
export function tossShape(env: Env) {
  const secret = SECRET_KEY.exec(env['TOSS_SECRET_KEY'] ?? '');
  const serverShape = tossServerShape(env);
  const baseUrl = withoutSlash(env['TOSS_API_BASE_URL'] || REAL_TOSS_URL);
  return {
    ...serverShape,
    TOSS_CLIENT_KEY: z.string().superRefine((key, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', message });
      const client = CLIENT_KEY.exec(key);
      if (SECRET_KEY.test(key)) refuse('a secret key, which browsers must never see');
      else if (!client) refuse('not a client key of Toss, such as live_gck_…');
      else if (isLive(key) && baseUrl !== REAL_TOSS_URL) refuse(NO_LIVE_KEY);
      else if (secret && (client[1] !== secret[1] || client[2] !== secret[2])) {
        refuse(
          'no pair with TOSS_SECRET_KEY: both live or both test, both of the widget or neither',
        );
      }
    }),
    TOSS_WIDGET_SRC: z
      .url({ protocol: /^https?$/ })
      .refine((src) => isRealScript(src) || !isInProduction(env), NO_SIMULATOR)
      .refine((src) => isRealScript(src) || !isLive(env['TOSS_CLIENT_KEY'] ?? ''), NO_LIVE_WIDGET)
      .optional(),
  };
}

const NO_SIMULATOR = 'a simulator moves no money, so it may not stand in for Toss in production';
const NO_LIVE_KEY = `a live key goes to ${REAL_TOSS_URL} and nowhere else`;

const NO_LIVE_WIDGET = `a live key is given to scripts of ${REAL_SCRIPTS_ORIGIN} and nobody else's`;

// Left out or mistyped means production, as for whoever else asks: nobody sells for play money by an oversight.
function isInProduction(env: Env): boolean {
  return env['DEPLOYMENT'] !== 'local';
}

function isRealScript(src: string): boolean {
  return URL.canParse(src) && new URL(src).origin === REAL_SCRIPTS_ORIGIN;
}

function isLive(key: string): boolean {
  return key.startsWith('live_');
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
