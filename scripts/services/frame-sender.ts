import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { FRAME_SENDER_FILE, frameSender } from '@sagopalgo/sse-server/src/frame-sender.ts';
import { buildWhenOlder, cCompiler } from './c-program.ts';
import { runProgram } from './programs.ts';

const NATIVE = dirname(FRAME_SENDER_FILE);
const SOURCES = ['frame-sender.c', 'build.sh'].map((name) => join(NATIVE, name));
const HEADERS = join(dirname(process.execPath), '..', 'include', 'node');
const BUILD_WITHIN_MS = 60_000;

/** Whether there is a C compiler, and Node came with its headers. */
export function canBuildFrameSender(): boolean {
  const hasHeaders = existsSync(join(HEADERS, 'node_api.h'));
  return process.platform === 'linux' && hasHeaders && cCompiler() !== null;
}

/**
 * Builds what the window sends frames with, where that can be done. Without it the window sends by Node's own streams,
 * which costs more: so nothing that fails here is more than said.
 */
export async function buildFrameSender(
  say: (line: string) => void,
  { file = FRAME_SENDER_FILE, sources = SOURCES } = {},
): Promise<void> {
  if (!canBuildFrameSender()) return;
  const script = join(dirname(sources[0] ?? ''), 'build.sh');
  try {
    // One that another system's libraries were linked to is as good as none.
    if (!isUsable(file)) rmSync(file, { force: true });
    await buildWhenOlder(file, sources, (building) => {
      return runProgram('sh', [script, HEADERS, building], { withinMs: BUILD_WITHIN_MS });
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(
      `The compiled sender of frames was not built; without it Node's own streams serve: ${reason}`,
    );
  }
}

function isUsable(file: string): boolean {
  let isRefused = false;
  frameSender('auto', { warn: () => (isRefused = true) }, file);
  return !isRefused;
}
