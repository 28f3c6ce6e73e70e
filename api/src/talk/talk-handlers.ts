import type { Socket } from 'socket.io';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import type { TalkUnreadEvent } from '@sagopalgo/core/contracts/events.ts';
import type { TalkEvent } from '@sagopalgo/core/contracts/talk.ts';
import { tellPerson } from '@sagopalgo/core/redis/person-messages.ts';
import type { Deps } from '../deps.ts';
import { markTalk } from './mark-talk.ts';
import { readJoined } from './read-talk.ts';
import { storeMessage } from './store-message.ts';
import type { TalkHandlers } from './talk-calls.ts';
import { findBlock, findParty } from './talk-party.ts';

/** One connection looks at so many talks at most. */
const ROOMS_MAX = 20;

type Used = Pick<Deps, 'db' | 'redis' | 'now' | 'settings' | 'log'>;

/** How what happens in a talk reaches everybody who looks at it, in whatever process. */
export interface TalkRoom {
  name: (orderId: string) => string;
  /** Nothing that others say from then on is missed; waits only for a moment where Redis is away. */
  whenHearing: () => Promise<void>;
  tell: (orderId: string, event: TalkEvent, told: object) => void;
}

/** What is done for the calls of one connection. */
export function talkHandlers(
  deps: Used,
  socket: Socket,
  { userId, room }: { userId: string; room: TalkRoom },
): TalkHandlers {
  const { db } = deps;
  const partyIn = (orderId: string) => findParty(db, { orderId, userId });
  return {
    join: async ({ orderId, afterSeq }) => {
      const party = await partyIn(orderId);
      const name = room.name(orderId);
      if (!socket.rooms.has(name) && socket.rooms.size >= ROOMS_MAX) {
        throw new RefusalError('RATE_LIMITED', { retryAfterMs: 1_000 });
      }
      await room.whenHearing();
      // First the room and then the record: what is said in between is told twice and not never.
      await socket.join(name);
      return await readJoined(deps, party, afterSeq);
    },
    leave: async ({ orderId }) => {
      await socket.leave(room.name(orderId));
      return {};
    },
    send: async (sent) => {
      const { orderId } = sent;
      const { message, waiting } = await storeMessage(deps, userId, sent);
      if (waiting) {
        deps.log.info('talk.said', { orderId, seq: message.seq, userId });
        room.tell(orderId, 'message', { orderId, message });
        tellWaiting(deps, waiting.userId, { orderId, unread: waiting.unread });
      }
      return { message };
    },
    mark: async ({ orderId, ...told }) => {
      const party = await partyIn(orderId);
      const marked = await markTalk(db, party, told);
      const unread = marked?.unread ?? null;
      if (unread !== null) tellWaiting(deps, userId, { orderId, unread });
      if (marked && !(await findBlock(db, party)).isBlocked) {
        room.tell(orderId, 'marks', { orderId, by: party.side, ...marked.marks });
      }
      return {};
    },
    typing: async ({ orderId, isTyping }) => {
      const party = await partyIn(orderId);
      if ((await findBlock(db, party)).isBlocked) return {};
      room.tell(orderId, 'typing', { orderId, by: party.side, isTyping });
      return {};
    },
  };
}

// On all the pages that the person has open. Nobody waits for it who says or reads something: a Redis that is away
// keeps no message from being taken, and how many wait is read again anyway.
function tellWaiting({ redis, log }: Used, userId: string, data: TalkUnreadEvent): void {
  tellPerson(redis, userId, [{ event: 'talk', data }]).catch((error: unknown) =>
    log.warn('talk.untold', { error }),
  );
}
