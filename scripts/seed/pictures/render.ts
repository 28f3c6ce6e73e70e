import sharp from 'sharp';
import { drawBooks } from './books.ts';
import type { Books } from './books.ts';
import { drawCamera } from './cameras.ts';
import type { Camera } from './cameras.ts';
import { chanceOf } from './drawing.ts';
import type { Drawing } from './drawing.ts';
import { drawFurniture } from './furniture.ts';
import type { Furniture } from './furniture.ts';
import { drawPrint } from './prints.ts';
import type { Print } from './prints.ts';
import { drawRecord } from './records.ts';
import type { SoundPiece } from './records.ts';
import { sceneSvg } from './scene.ts';
import type { Backdrop, View } from './scene.ts';
import { drawVessel } from './vessels.ts';
import type { Vessel } from './vessels.ts';
import { drawWatch } from './watches.ts';
import type { Watch } from './watches.ts';

const GRAIN_SIDE_PX = 300;
const GRAIN_STRENGTH = 12;
const QUALITY = 76;

/** What is in a picture; exactly one of the things, before one of the walls. */
export type Subject = { seed: number; backdrop: Backdrop } & (
  | { vessel: Vessel }
  | { camera: Camera }
  | { watch: Watch }
  | { print: Print }
  | { books: Books }
  | { furniture: Furniture }
  | { record: SoundPiece }
);

/** What a picture painted from some SVG depends on beside it, and on the lines of `paintPicture`. */
export const PAINTED_BY = `${GRAIN_SIDE_PX} ${GRAIN_STRENGTH} ${QUALITY} ${sharp.versions.vips}`;

/** One view of a thing as SVG text. */
export function drawPicture(subject: Subject, view: View): string {
  return sceneSvg(draw(subject), subject.backdrop, view);
}

/** The same as WebP, square and some tens of kilobytes. */
export async function paintPicture(svg: string): Promise<Buffer> {
  const grain = { input: await grainTile(), tile: true, blend: 'soft-light' as const };
  return await sharp(Buffer.from(svg))
    .composite([grain])
    .webp({ quality: QUALITY, effort: 0 })
    .toBuffer();
}

function draw(subject: Subject): Drawing {
  const chance = chanceOf(subject.seed);
  if ('vessel' in subject) return drawVessel(subject.vessel, chance);
  if ('camera' in subject) return drawCamera(subject.camera, chance);
  if ('watch' in subject) return drawWatch(subject.watch, chance);
  if ('print' in subject) return drawPrint(subject.print, chance);
  if ('books' in subject) return drawBooks(subject.books, chance);
  if ('furniture' in subject) return drawFurniture(subject.furniture, chance);
  return drawRecord(subject.record, chance);
}

let grain: Promise<Buffer> | null = null;

// A faint grain keeps smooth gradients from banding and feels like a photograph.
function grainTile(): Promise<Buffer> {
  grain ??= makeGrain();
  return grain;
}

function makeGrain(): Promise<Buffer> {
  const chance = chanceOf(1);
  const pixels = Buffer.alloc(GRAIN_SIDE_PX * GRAIN_SIDE_PX * 3);
  for (let index = 0; index < pixels.length; index += 3) {
    pixels.fill(128 + (chance() - 0.5) * 2 * GRAIN_STRENGTH, index, index + 3);
  }
  const raw = { width: GRAIN_SIDE_PX, height: GRAIN_SIDE_PX, channels: 3 as const };
  return sharp(pixels, { raw }).png().toBuffer();
}
