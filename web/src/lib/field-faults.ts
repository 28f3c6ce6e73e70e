import type { z } from 'zod';

/** What is wrong with each field of a form by its declaration: the first sentence of each, none when right. */
export function faultsOf(checked: z.ZodSafeParseResult<unknown>): Record<string, string> {
  if (checked.success) return {};
  const faults: Record<string, string> = {};
  for (const { path, message } of checked.error.issues) {
    faults[path.join('.')] ??= message;
  }
  return faults;
}
