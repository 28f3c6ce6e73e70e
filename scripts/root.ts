import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's top folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Everything that commands keep on disk; git ignores it. */
export const DATA_ROOT = join(ROOT, '.data');
