import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client';
import { answerOf, TALK_CALLS, TALK_EVENTS, TALK_PATH } from '@sagopalgo/core/contracts/talk.ts';
import type { TalkCall, TalkEvent, TalkRefusal, TalkTold } from '@sagopalgo/core/contracts/talk.ts';
import { eventually } from '@sagopalgo/core/testing/connections.ts';

const ANSWERED_WITHIN_MS = 10_000;

/** A client that talks, as a program does. */
export interface TalkClient {
  socket: Socket;
  /** Everything that was heard, in order. */
  heard: { event: TalkEvent; told: unknown }[];
  /** What was heard under a name, of the form that is declared for it. */
  heardOf<Event extends TalkEvent>(
    event: Event,
  ): ReturnType<(typeof TALK_EVENTS)[Event]['parse']>[];
  /** What a call is answered with; throws what refused it. */
  call<Call extends TalkCall>(call: Call, asked: unknown): Promise<TalkTold<Call>>;
  /** The code that a call is refused with, or `ok`. */
  codeOf(call: string, asked: unknown): Promise<string>;
  /** Says something; returns its seq. */
  say(orderId: string, text: string, messageId?: string): Promise<number>;
  /** Waits for so many of an event. */
  until(event: TalkEvent, count?: number): Promise<void>;
  end(): void;
}

/** A refusal as a test meets it. */
export class RefusedTalk extends Error {
  readonly refusal: TalkRefusal;
  constructor(refusal: TalkRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Connects to talk by a token, or as `options` say, and waits for it; throws the code that refuses it. */
export async function talkTo(
  url: string,
  token: string | null,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Promise<TalkClient> {
  const socket = io(url, {
    ...{ path: TALK_PATH, transports: ['websocket'], forceNew: true, reconnection: false },
    ...(token !== null && { auth: { token } }),
    ...options,
  });
  const client = clientOf(socket);
  if (options.reconnection === true) return client;
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', (error) => {
      socket.disconnect();
      reject(error);
    });
  });
  return client;
}

function clientOf(socket: Socket): TalkClient {
  const heard: TalkClient['heard'] = [];
  socket.onAny((event: TalkEvent, told: unknown) => heard.push({ event, told }));
  const call: TalkClient['call'] = async (name, asked) => {
    const answered = await socket.timeout(ANSWERED_WITHIN_MS).emitWithAck(name, asked);
    const answer = answerOf(TALK_CALLS[name].told).parse(answered);
    if ('refusal' in answer) throw new RefusedTalk(answer.refusal);
    return answer.told as TalkTold<typeof name>;
  };
  const heardOf: TalkClient['heardOf'] = (event) =>
    heard
      .filter((each) => each.event === event)
      .map(({ told }) => TALK_EVENTS[event].parse(told) as never);
  return {
    ...{ socket, heard, call, heardOf },
    codeOf: async (name, asked) => {
      const answer = await socket.timeout(ANSWERED_WITHIN_MS).emitWithAck(name, asked);
      return 'refusal' in answer ? String(answer.refusal.code) : 'ok';
    },
    say: async (orderId, text, messageId = randomUUID()) => {
      const { message } = await call('send', { orderId, messageId, text });
      return message.seq;
    },
    until: async (event, count = 1) => {
      await eventually(async () => heardOf(event).length >= count);
    },
    end: () => void socket.disconnect(),
  };
}
