import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { momentMsSchema } from './fields.ts';

/**
 * A ticket opens `GET /events?ticket=…` for its person, where no cookie can be sent. It is good for
 * half a minute and for as many streams; the events about oneself on them end at `untilMs`.
 */
export const createEventTicket = endpoint({
  name: 'createEventTicket',
  method: 'POST',
  path: '/events/tickets',
  auth: 'required',
  status: 201,
  reply: z.object({
    ticket: z.string(),
    ticketExpiresAtMs: momentMsSchema,
    untilMs: momentMsSchema,
  }),
  refusals: ['UNAUTHENTICATED', 'ORIGIN_NOT_ALLOWED'],
});
