import {
  answerOf,
  TALK_CALLS,
  TALK_EVENTS,
  TALK_PATH,
  talkRefusalSchema,
} from '@sagopalgo/core/contracts/talk.ts';
import type { TalkCall, TalkEvent, TalkRefusal, TalkTold } from '@sagopalgo/core/contracts/talk.ts';
import type { z } from 'zod';
import { ApiRefusal, networkRefusal } from '../../lib/api-refusal.ts';
import { renewSignIn } from '../../lib/call-api.ts';

const ANSWER_WITHIN_MS = 10_000;
const RECONNECT_AFTER_MS = 500;
const RECONNECT_AFTER_MAX_MS = 8_000;
const SIGNED_OUT = ['UNAUTHENTICATED', 'SESSION_ENDED'];

/** What a talk hears of its connection. */
export interface TalkListener {
  connected: () => void;
  disconnected: () => void;
  /** It will not be connected again: the sign-in is over, or the account is shut. */
  ended: (refusal: ApiRefusal) => void;
  heard: <Event extends TalkEvent>(
    event: Event,
    told: z.output<(typeof TALK_EVENTS)[Event]>,
  ) => void;
}

/** A connection to talk by, which comes back by itself. */
export interface TalkSocket {
  /** Throws ApiRefusal, `NETWORK` where no answer came. */
  call: <Call extends TalkCall>(call: Call, asked: object) => Promise<TalkTold<Call>>;
  close: () => void;
}

/** Connects with the person's cookie; a sign-in that has run out is renewed once each time. */
export async function openTalkSocket(listener: TalkListener): Promise<TalkSocket> {
  // Only who talks needs it.
  const { io } = await import('socket.io-client');
  const socket = io({
    ...{ path: TALK_PATH, transports: ['websocket'], forceNew: true },
    ...{ reconnectionDelay: RECONNECT_AFTER_MS, reconnectionDelayMax: RECONNECT_AFTER_MAX_MS },
  });
  let isClosed = false;
  const end = async (refusal: TalkRefusal): Promise<void> => {
    const startedAtMs = Date.now();
    const isRenewed =
      SIGNED_OUT.includes(refusal.code) && (await renewSignIn(startedAtMs).catch(() => false));
    if (isClosed) return;
    if (isRenewed) socket.connect();
    else listener.ended(new ApiRefusal(refusal));
  };
  socket.on('connect', () => listener.connected());
  socket.on('disconnect', () => listener.disconnected());
  socket.on('connect_error', (error) => {
    const refused = talkRefusalSchema.safeParse('data' in error ? error.data : null);
    listener.disconnected();
    // Whatever else it is, the client tries again by itself.
    if (refused.success) void end(refused.data);
  });
  socket.on('ended', (told: unknown) => void end(TALK_EVENTS.ended.parse(told)));
  for (const event of ['message', 'marks', 'typing', 'changed'] as const) {
    socket.on(event, (told: unknown) => listener.heard(event, TALK_EVENTS[event].parse(told)));
  }
  return {
    call: async (call, asked) => {
      let answered: unknown;
      try {
        if (!socket.connected) throw networkRefusal();
        answered = await socket.timeout(ANSWER_WITHIN_MS).emitWithAck(call, asked);
      } catch {
        throw networkRefusal();
      }
      const answer = answerOf(TALK_CALLS[call].told).parse(answered);
      if ('refusal' in answer) throw new ApiRefusal(answer.refusal);
      return answer.told as TalkTold<typeof call>;
    },
    close: () => {
      isClosed = true;
      socket.disconnect();
    },
  };
}
