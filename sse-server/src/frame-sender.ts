import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@sagopalgo/core/runtime/config.ts';
import type { Log } from '@sagopalgo/core/runtime/logger.ts';

/** What may be wished for: `auto` is native where it was built. */
export const FRAME_SENDERS = ['auto', 'native', 'node'] as const;

/**
 * Sends a frame to each of the first `count` descriptors and waits for none; `taken` then says how many
 * bytes of it the system took from each, 0 where it is not known why. Returns how many took all of it.
 */
export type SendToAll = (
  descriptors: Int32Array,
  count: number,
  frame: Uint8Array,
  taken: Int32Array,
) => number;

/** Where it is once `native/build.sh` has built it for this machine. */
export const FRAME_SENDER_FILE = fileURLToPath(
  new URL(`../native/frame-sender-${process.platform}-${process.arch}.node`, import.meta.url),
);

/**
 * The compiled sender of frames; null where Node's own streams are to send them. Throws a ConfigError
 * where nothing but the compiled one is wished for and it cannot be had.
 */
export function frameSender(
  wish: (typeof FRAME_SENDERS)[number],
  log: Pick<Log, 'warn'>,
  file = FRAME_SENDER_FILE,
): SendToAll | null {
  if (wish === 'node' || (wish === 'auto' && !existsSync(file))) return null;
  try {
    return loaded(file);
  } catch (error) {
    // What a failed `require` says after its first line is by which files it was asked for.
    const [reason = ''] = String(error).split('\n');
    if (wish === 'native') throw new ConfigError(`FRAME_SENDER: ${file} cannot be had: ${reason}`);
    log.warn('sse.frame-sender-unusable', { file, reason });
    return null;
  }
}

function loaded(file: string): SendToAll {
  const { sendToAll } = createRequire(import.meta.url)(file) as { sendToAll?: SendToAll };
  if (typeof sendToAll !== 'function') throw new Error('it has no sendToAll');
  // What was built from other sources is found out now, and not in the midst of a pass over watchers.
  sendToAll(new Int32Array(0), 0, new Uint8Array(0), new Int32Array(0));
  return sendToAll;
}
