// Runs before every program of a command, and finds at once what Node finds slowly.
import * as nodeModule from 'node:module';

const ROOT_URL = new URL('../../', import.meta.url).href;
/** Whatever asks from a workspace, or from what is installed, is answered by the same `node_modules`. */
const ASKING_FROM = /^(?:api|core|infra|lambdas|node_modules|scripts|sse-server|web)(?=\/)/;
/**
 * Its package.json has 137 KB of exports, which Node reads anew for every import of it and within it: more than
 * half of what it takes the api to start.
 */
const HEAVY = /^drizzle-orm(?:\/|$)/;
const WITHIN_HEAVY = `${ROOT_URL}node_modules/drizzle-orm/`;
/** A module of its own, which is one for `import` alone: for `require` it has others. */
const SIBLING = /^\.\.?\/.*\.js$/;

const known = new Map();

// The older Node that runs npm has no such hooks, and no need of them.
nodeModule.registerHooks?.({
  resolve(specifier, context, next) {
    const { parentURL = '', conditions } = context;
    if (parentURL.startsWith(WITHIN_HEAVY) && SIBLING.test(specifier)) {
      if (conditions.includes('import')) {
        return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
      }
    }
    if (!HEAVY.test(specifier) || !parentURL.startsWith(ROOT_URL)) return next(specifier, context);
    const from = ASKING_FROM.exec(parentURL.slice(ROOT_URL.length))?.[0];
    if (from === undefined) return next(specifier, context);
    const key = [from, specifier, ...conditions].join(' ');
    const found = known.get(key) ?? { ...next(specifier, context), shortCircuit: true };
    known.set(key, found);
    return found;
  },
});
