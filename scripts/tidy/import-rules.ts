import { posix } from 'node:path';
import { featureFaults } from './feature-walls.ts';
import { isTestFile } from './source-files.ts';

const SOURCE = /\.(ts|tsx|mts|mjs|json|css|lua|svg)$/;

/** Which areas each area may import; a room that is not named here may import any of core. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'core/rules': ['core/rules'],
  'core/contracts': ['core/rules'],
  'core/redis': ['core/contracts', 'core/rules'],
  'core/mysql': ['core/contracts', 'core/rules'],
  'core/toss': ['core/contracts', 'core/rules'],
  'core/orders': [
    ...['core/contracts', 'core/rules', 'core/mysql', 'core/redis', 'core/toss'],
    'core/notices',
  ],
  'core/notices': ['core/contracts', 'core/rules', 'core/mysql'],
  'core/push': ['core/rules'],
  'core/mail': ['core/mysql'],
  'core/runtime': [],
  'sse-server': ['core/contracts', 'core/rules', 'core/redis', 'core/runtime'],
  web: ['core/contracts', 'core/rules'],
  infra: ['core/contracts', 'core/rules'],
};

/** Which packages each area may import, where that is a short list. */
const PACKAGES: Record<string, readonly RegExp[]> = {
  'core/rules': [],
  'core/contracts': [/^zod$/],
  'core/redis': [/^node:/, /^ioredis$/, /^zod$/],
  'core/mysql': [/^node:/, /^drizzle-orm/, /^mysql2/, /^zod$/],
  'core/toss': [/^node:/, /^zod$/],
  'core/orders': [/^node:/, /^drizzle-orm/, /^zod$/],
  'core/notices': [/^node:/, /^drizzle-orm/],
  'core/push': [/^node:/, /^@block65\/webcrypto-web-push$/, /^zod$/],
  'core/mail': [/^node:/, /^drizzle-orm/, /^nodemailer$/, /^zod$/],
  'core/runtime': [
    ...[/^node:/, /^@opentelemetry\//],
    /^(cookie|jose|jsonwebtoken|prom-client|winston|zod)$/,
  ],
};

/** The faults of one file's imports against the architecture's table, a sentence each. */
export function importFaults(path: string, imports: readonly string[]): string[] {
  return imports.flatMap((specifier) => {
    const fault = faultOf(path, specifier);
    return fault === null ? [] : [`${path}: ${specifier} ${fault}`];
  });
}

/** The part of the house that a path belongs to, such as `core/redis` or `api`. */
export function areaOf(path: string): string {
  const [room = '', , folder = ''] = path.split('/');
  return room === 'core' && path.split('/').length > 3 ? `core/${folder}` : room;
}

function faultOf(path: string, specifier: string): string | null {
  const target = targetOf(path, specifier);
  if (target === null) return packageFault(path, specifier);
  if (!SOURCE.test(target)) return 'lacks its file ending';
  const relative = specifier.startsWith('.');
  const leavesRoom = roomOf(path) !== roomOf(target);
  if (relative && leavesRoom) return 'leaves the room by a relative path';
  if (!relative && !leavesRoom) return 'names its own room; a relative path is meant';
  return areaFault(path, target) ?? featureFaults(path, target);
}

function areaFault(path: string, target: string): string | null {
  const from = areaOf(path);
  const to = areaOf(target);
  if (from === 'scripts') return null;
  if (isTestFile(target) && !isTestFile(path)) return 'is for tests only';
  if (to === from || (isTestFile(path) && to.startsWith('core'))) return null;
  if (!to.startsWith('core')) return `is in ${to}, which ${from} may not import`;
  const allowed = MAY_IMPORT[from];
  return allowed && !allowed.includes(to) ? `is in ${to}, which ${from} may not import` : null;
}

function packageFault(path: string, specifier: string): string | null {
  if (isTestFile(path)) return null;
  const area = areaOf(path);
  if (area === 'web' && specifier.startsWith('node:') && !path.endsWith('.config.ts')) {
    return 'cannot run in a browser';
  }
  const allowed = PACKAGES[area];
  if (allowed && !allowed.some((pattern) => pattern.test(specifier))) {
    return `is a package that ${area} may not import`;
  }
  return null;
}

// The path that a specifier leads to inside the clone, or null for a package of somebody else's.
function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  const own = /^@sagopalgo\/([^/]+)\/(.+)$/.exec(specifier);
  if (!own) return null;
  const [, room = '', rest = ''] = own;
  return room === 'core' ? `core/src/${rest}` : `${room}/${rest}`;
}

function roomOf(path: string): string {
  return path.split('/')[0] ?? '';
}
