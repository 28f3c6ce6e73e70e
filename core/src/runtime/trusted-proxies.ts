import { z } from 'zod';
import { trustedProxies } from './client-address.ts';
import { listSchema } from './config.ts';

/** `none`: nobody's word is believed. */
const proxiesSchema = z
  .string('in production it must name the proxies before us, or say none if there are none')
  .pipe(listSchema)
  .pipe(z.array(z.string()).min(1))
  .transform((proxies) => (proxies.join() === 'none' ? [] : proxies))
  .refine(isReadable, 'addresses, subnets, loopback, linklocal or uniquelocal; or none');

/**
 * What a process that counts by address is told of where it runs, and of whose X-Forwarded-For is to be
 * believed. The local start has a front of its own before it, on the same machine. Elsewhere nobody can
 * guess: behind a proxy that is not trusted, everyone would share the limits of one address.
 */
export function proxiesShape(env: Readonly<Record<string, string | undefined>>) {
  const isLocal = env['DEPLOYMENT'] === 'local';
  return {
    DEPLOYMENT: z.enum(['local', 'production']).default('production'),
    TRUSTED_PROXIES: isLocal ? proxiesSchema.default(['loopback']) : proxiesSchema,
  };
}

function isReadable(names: string[]): boolean {
  try {
    trustedProxies(names);
    return true;
  } catch {
    return false;
  }
}
