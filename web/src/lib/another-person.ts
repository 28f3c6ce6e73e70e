import type { QueryClient } from '@tanstack/react-query';
import { queryKeys } from './query-keys.ts';

/** Nobody but the person is told these. */
const OWN = [
  queryKeys.operating,
  ...[['order'], ['checkout'], ['confirmed'], ['second-chance']],
] as const;
/** What is read differs by person in these, and must not be shown for a moment to the next one. */
const PERSONAL = [queryKeys.me, queryKeys.mine, ['auction'], queryKeys.auctions, ...OWN] as const;

/** Somebody else is signed in on this browser: what was read for the one before is read anew. */
export async function readAsAnother(queries: QueryClient): Promise<void> {
  queries.removeQueries({ type: 'inactive' });
  const personal = PERSONAL.map((queryKey) => queries.resetQueries({ queryKey }));
  const others = queries.invalidateQueries({
    predicate: ({ queryKey: [name] }) => !PERSONAL.some(([personally]) => personally === name),
  });
  await Promise.all([...personal, others]);
}

/** The sign-in has ended by itself: nobody is signed in, and whoever types goes on typing. */
export async function readAsNobody(queries: QueryClient): Promise<void> {
  queries.setQueryData(queryKeys.me, null);
  for (const queryKey of [queryKeys.mine, ...OWN]) queries.removeQueries({ queryKey });
  await queries.invalidateQueries({ queryKey: ['auction'] });
}
