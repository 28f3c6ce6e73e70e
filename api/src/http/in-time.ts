/** Before the door's own limit, which ends a call without an answer. */
export const ANSWER_WITHIN_MS = 12_000;

/** What some work comes to, or `otherwise` where it takes too long; the work goes on. */
export async function inTime<Result>(
  work: Promise<Result>,
  otherwise: Result,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Result> {
  const waited = Promise.withResolvers<Result>();
  const timer = setTimeout(() => waited.resolve(otherwise), withinMs);
  try {
    return await Promise.race([work, waited.promise]);
  } finally {
    clearTimeout(timer);
  }
}
