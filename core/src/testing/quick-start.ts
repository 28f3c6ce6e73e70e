import process from 'node:process';

/**
 * What a program is told that is started with an environment of its own, so that it begins as fast as all others that
 * `npm test` starts: where what was compiled is kept, and what runs before it.
 */
export function quickStart(): Record<string, string> {
  const { NODE_OPTIONS, NODE_COMPILE_CACHE } = process.env;
  return {
    ...(NODE_OPTIONS && { NODE_OPTIONS }),
    ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
  };
}
