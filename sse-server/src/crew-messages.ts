import { z } from 'zod';

/** What a leader asks a member of its crew; the answer has the same number. */
export const askedSchema = z.object({ number: z.int(), ask: z.enum(['faults', 'metrics']) });

/** What a member tells its leader: that it serves, or an answer. */
export const toldSchema = z.union([
  z.literal('up'),
  z.object({ number: z.int(), told: z.unknown() }),
]);

export type Asked = z.infer<typeof askedSchema>;
export type Told = z.infer<typeof toldSchema>;
