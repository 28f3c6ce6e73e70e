import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import { drawPicture, PAINTED_BY, paintPicture } from './render.ts';
import type { Subject } from './render.ts';
import type { View } from './scene.ts';

/**
 * One view of a thing as WebP. Painting takes a fifth of a second of a processor, and every new marketplace shows 160:
 * what was painted once is kept in `folder` under what it was painted from and its edition; no folder costs time only.
 */
export async function paintedPicture(
  subject: Subject,
  view: View,
  { folder, edition }: { folder: string; edition: number },
): Promise<Buffer> {
  const svg = drawPicture(subject, view);
  const file = join(folder, `${sha256Hex(`${edition} ${PAINTED_BY} ${svg}`)}.webp`);
  const kept = await readFile(file).catch(() => null);
  if (kept) return kept;
  const painted = await paintPicture(svg);
  await keep(file, painted).catch(() => undefined);
  return painted;
}

// Whole or not at all: two starts paint at once, and either may be cut off.
async function keep(file: string, picture: Buffer): Promise<void> {
  const making = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(making, picture);
  await rename(making, file);
}
