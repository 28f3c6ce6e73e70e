import type { Socket } from 'socket.io';
import { REFUSALS, RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { TALK_CALLS } from '@sagopalgo/core/contracts/talk.ts';
import type { TalkAsked, TalkCall, TalkRefusal, TalkTold } from '@sagopalgo/core/contracts/talk.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';
import { Deadlines } from '../http/deadlines.ts';
import { parsePart } from '../http/parse-call.ts';
import { refusalOf } from '../http/refuse.ts';
import { checkSignedIn, checkTalker } from './talk-claims.ts';
import type { Talker } from './talk-claims.ts';

const ANSWER_WITHIN_MS = 15_000;
/** One connection may have so many calls under way. */
const UNDER_WAY_MAX = 20;
/** They change little and come often: whether the sign-in was ended is looked at beside them each second. */
const LIGHT_CALLS: readonly TalkCall[] = ['mark', 'typing', 'leave'];

const deadlines = new Deadlines(ANSWER_WITHIN_MS);

type Used = Pick<
  Deps,
  'db' | 'redis' | 'now' | 'blocked' | 'spentTokens' | 'limits' | 'log' | 'metrics'
>;

/** What is done for each call of a talker. */
export type TalkHandlers = {
  [Call in TalkCall]: (asked: TalkAsked<Call>) => Promise<TalkTold<Call>>;
};

/**
 * Binds what a client may say to what is done: pace, sign-in, form, then the handler. Everything is answered by
 * what was asked for or a refusal, where an answer was asked for.
 */
export function bindCalls(
  deps: Used,
  socket: Socket,
  talker: Talker,
  handlers: TalkHandlers,
): void {
  let underWay = 0;
  const bind = (call: TalkCall): void => {
    socket.on<string>(call, (asked: unknown, reply: unknown) => {
      const answer = typeof reply === 'function' ? (reply as (said: object) => void) : () => {};
      underWay += 1;
      const isTooMany = underWay > UNDER_WAY_MAX;
      // What was parsed by the declaration of a call is what its handler takes.
      const handle = (parsed: unknown) => handlers[call](parsed as never);
      void answerCall(deps, talker, { call, asked, isTooMany }, handle)
        .then(answer)
        .finally(() => (underWay -= 1));
    });
  };
  for (const call of Object.keys(TALK_CALLS) as TalkCall[]) bind(call);
}

/** A refusal, in the form in which a socket carries it. */
export function talkRefusal({ code, detail }: RefusalError): TalkRefusal {
  return { code, message: REFUSALS[code].message, detail: { ...detail } };
}

async function answerCall(
  deps: Used,
  talker: Talker,
  { call, asked, isTooMany }: { call: TalkCall; asked: unknown; isTooMany: boolean },
  handle: (asked: unknown) => Promise<object>,
): Promise<{ told: object } | { refusal: TalkRefusal }> {
  try {
    if (isTooMany) throw new RefusalError('RATE_LIMITED', { retryAfterMs: 1_000 });
    takePace(deps, talker, call);
    if (LIGHT_CALLS.includes(call)) checkTalker(deps, talker);
    else await checkSignedIn(deps, talker);
    const told = await deadlines.hold(handle(parsePart(TALK_CALLS[call].asked, asked)));
    deps.metrics.talkCalled(call, 'ok');
    return { told };
  } catch (error) {
    const refusal = refusalOf(error);
    deps.metrics.talkCalled(call, refusal.code);
    const facts = { call, code: refusal.code, userId: talker.userId };
    if (refusal.code === 'INTERNAL') {
      deps.log.error('talk.failed', { ...facts, error: describeError(error) });
    } else deps.log.info('talk.refused', facts);
    return { refusal: talkRefusal(refusal) };
  }
}

function takePace({ limits, now }: Used, { userId }: Talker, call: TalkCall): void {
  const nowMs = now();
  limits.talkCalls.take(userId, nowMs);
  if (call === 'send') limits.messages.take(userId, nowMs);
  if (call === 'typing') limits.typing.take(userId, nowMs);
}
