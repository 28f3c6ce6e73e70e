import process from 'node:process';
import { settingsSchema } from './settings.ts';
import type { LandSettings } from './settings.ts';

/** What whoever deploys says by `LAND_DOMAIN`; throws where it is not said. */
export function readLandSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
): LandSettings {
  const parsed = settingsSchema.safeParse({ domain: env['LAND_DOMAIN'] });
  if (parsed.success) return parsed.data;
  throw new Error(`LAND_DOMAIN: ${parsed.error.issues.map(({ message }) => message).join('; ')}`);
}
