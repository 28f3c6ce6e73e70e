import process from 'node:process';
import { settingsSchema } from './settings.ts';
import type { LandSettings } from './settings.ts';

/** What whoever deploys says, and by which name. */
const NAMES = {
  domain: 'LAND_DOMAIN',
  alarmsEmail: 'LAND_ALARMS_EMAIL',
  slackWorkspace: 'LAND_SLACK_WORKSPACE',
  slackChannel: 'LAND_SLACK_CHANNEL',
  elasticsearchUrl: 'LAND_ELASTICSEARCH_URL',
  logStoreUrl: 'LAND_LOG_STORE_URL',
  otlpUrl: 'LAND_OTLP_URL',
  githubRepository: 'LAND_GITHUB',
  githubProviderArn: 'LAND_GITHUB_PROVIDER',
} as const satisfies Record<keyof LandSettings, string>;

/**
 * What whoever deploys says by these names, empty ones left out; throws one error that names all that is missing or
 * wrong.
 */
export function readLandSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
): LandSettings {
  const said = Object.entries(NAMES).map(([key, name]) => [key, env[name] || undefined]);
  const parsed = settingsSchema.safeParse(Object.fromEntries(said));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    ({ path, message }) => `${NAMES[path[0] as keyof LandSettings]}: ${message}`,
  );
  throw new Error(faults.join('; '));
}
