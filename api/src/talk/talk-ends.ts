import type { Server } from 'socket.io';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { findEnded } from '@sagopalgo/core/redis/ended-families.ts';
import { describeError } from '@sagopalgo/core/runtime/describe-error.ts';
import type { Deps } from '../deps.ts';
import { talkRefusal } from './talk-calls.ts';
import { checkTalker } from './talk-claims.ts';
import type { Talker } from './talk-claims.ts';

const FAMILIES_A_CHECK = 500;

type Used = Pick<Deps, 'db' | 'redis' | 'now' | 'blocked' | 'spentTokens' | 'log'>;
type Connected = Server['sockets'] extends { sockets: Map<string, infer Each> } ? Each : never;

/**
 * Ends the connections of this process whose token is over, whose person was blocked, or who signed out
 * anywhere. While Redis does not say who did, whatever they call is looked up in the record all the same.
 */
export async function endWhoMayNotTalk(deps: Used, io: Server): Promise<void> {
  const staying: Connected[] = [];
  for (const socket of io.sockets.sockets.values()) {
    const refusal = whyNot(deps, talkerOf(socket));
    if (refusal) endTalk(socket, refusal);
    else if (talkerOf(socket).familyId !== '') staying.push(socket);
  }
  for (let first = 0; first < staying.length; first += FAMILIES_A_CHECK) {
    await endSignedOut(deps, staying.slice(first, first + FAMILIES_A_CHECK));
  }
}

/** Tells a client why, and ends its connection: it is not to come back by itself. */
export function endTalk(socket: Connected, refusal: RefusalError): void {
  socket.emit('ended', talkRefusal(refusal));
  socket.disconnect(true);
}

/** As whom a connection talks. */
export function talkerOf(socket: Connected): Talker {
  return (socket.data as { talker: Talker }).talker;
}

function whyNot(deps: Used, talker: Talker): RefusalError | null {
  try {
    checkTalker(deps, talker);
    return null;
  } catch (error) {
    if (error instanceof RefusalError) return error;
    throw error;
  }
}

async function endSignedOut({ redis, log }: Used, sockets: readonly Connected[]): Promise<void> {
  try {
    const familyIds = [...new Set(sockets.map((socket) => talkerOf(socket).familyId))];
    const { ended } = await findEnded(redis, familyIds);
    for (const socket of sockets) {
      if (ended.has(talkerOf(socket).familyId)) endTalk(socket, new RefusalError('SESSION_ENDED'));
    }
  } catch (error) {
    log.debug('talk.ends-unknown', { error: describeError(error) });
  }
}
