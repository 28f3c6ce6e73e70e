import type { Deps } from '../deps.ts';

/** Where people come to us: what leads back from a mail or another site begins with it. */
export function publicOrigin({ settings }: Pick<Deps, 'settings'>): string {
  const [origin] = settings.publicOrigins;
  if (origin === undefined) throw new Error('there is no public origin to lead back to');
  return origin;
}
