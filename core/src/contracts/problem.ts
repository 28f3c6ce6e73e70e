import { z } from 'zod';
import { REFUSAL_CODES } from './errors.ts';

/** `application/problem+json`, the one shape of every refusal. */
export const problemSchema = z.object({
  status: z.int(),
  code: z.enum(REFUSAL_CODES),
  message: z.string(),
  detail: z.record(z.string(), z.unknown()),
  requestId: z.string(),
});

export type Problem = z.infer<typeof problemSchema>;
