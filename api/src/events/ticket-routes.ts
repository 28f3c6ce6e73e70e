import { createEventTicket } from '@sagopalgo/core/contracts/event-tickets.ts';
import { signEventTicket } from '@sagopalgo/core/runtime/event-ticket.ts';
import type { Deps } from '../deps.ts';
import { callerOf } from '../http/serve.ts';
import type { Serve } from '../http/serve.ts';

/** Tickets for streams that cannot send a cookie. */
export function ticketRoutes(serve: Serve, { accessKey, now }: Pick<Deps, 'accessKey' | 'now'>) {
  serve(createEventTicket, async (call) => {
    const { userId, familyId, expiresAtMs: untilMs } = callerOf(call);
    return { ...signEventTicket(accessKey, { userId, familyId, untilMs }, now()), untilMs };
  });
}
