import type { Redis } from 'ioredis';
import { infoField } from './masters.ts';

/** The judge publishes with SPUBLISH. */
export const MAJOR_NEEDED = 7;

/** An answer leaves Redis only after the fsync, and no accepted bid is ever evicted. */
export const DURABLE_SETTINGS = {
  appendonly: 'yes',
  appendfsync: 'always',
  'maxmemory-policy': 'noeviction',
} as const;

type SettingName = keyof typeof DURABLE_SETTINGS;

/** How one server is set. */
export interface ServerSettings {
  /** That of the Redis it stands for, where it is a Valkey; null when it does not tell. */
  version: string | null;
  /** The durable settings that it has otherwise. */
  lacking: { name: SettingName; value: string; needed: string }[];
  /** Those that it lets nobody see. */
  unchecked: SettingName[];
}

/**
 * Asks a server for its version and its durable settings. A hosted one may forbid CONFIG: what INFO
 * tells of its eviction is then all that can be checked, as what it does in place of an append-only
 * file is not seen from there. Throws when it does not answer.
 */
export async function readSettings(server: Redis): Promise<ServerSettings> {
  const [facts, memory, ...configured] = await Promise.all([
    server.info('server'),
    server.info('memory'),
    ...settingNames().map((name) => configOf(server, name)),
  ]);
  const settings: ServerSettings = { version: versionIn(facts), lacking: [], unchecked: [] };
  for (const [index, name] of settingNames().entries()) {
    const told = name === 'maxmemory-policy' ? infoField(memory, 'maxmemory_policy') : undefined;
    const value = configured[index] ?? told;
    const needed = DURABLE_SETTINGS[name];
    if (value === undefined) settings.unchecked.push(name);
    else if (value !== needed) settings.lacking.push({ name, value, needed });
  }
  return settings;
}

/** The version that a server's INFO tells; null when there is none in it. */
export function versionIn(serverInfo: string): string | null {
  return infoField(serverInfo, 'redis_version') ?? infoField(serverInfo, 'valkey_version') ?? null;
}

/** False for a version that is known to be too old. */
export function isNewEnough(version: string | null): boolean {
  return version === null || Number.parseInt(version, 10) >= MAJOR_NEEDED;
}

function settingNames(): SettingName[] {
  return Object.keys(DURABLE_SETTINGS) as SettingName[];
}

async function configOf(server: Redis, name: SettingName): Promise<string | undefined> {
  try {
    const [, value] = await server.config('GET', name);
    return value;
  } catch (error) {
    // It answered, and will not tell; anything else is a server that is away.
    if (error instanceof Error && error.name === 'ReplyError') return undefined;
    throw error;
  }
}
