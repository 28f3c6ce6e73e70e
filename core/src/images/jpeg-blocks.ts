import { findFrame } from './jpeg-header.ts';

const BLOCK_SIDE_PX = 8;
const FRAME_HEADER_BYTES = 10;
const COMPONENT_BYTES = 3;

/**
 * How many blocks of 64 coefficients a JPEG has over all its components, the smaller ones for colour as well;
 * null where its frame cannot be read.
 */
export function countJpegBlocks(bytes: Buffer): number | null {
  const at = findFrame(bytes);
  if (typeof at !== 'number' || at + FRAME_HEADER_BYTES > bytes.length) return null;
  const [heightPx, widthPx] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
  const from = at + FRAME_HEADER_BYTES;
  const table = bytes.subarray(from, from + (bytes[at + 9] ?? 0) * COMPONENT_BYTES);
  const shares = Array.from({ length: Math.floor(table.length / COMPONENT_BYTES) }, (_, index) => {
    const share = table[index * COMPONENT_BYTES + 1] ?? 0;
    return { wide: share >> 4, high: share & 0xf };
  });
  if (shares.some(({ wide, high }) => wide === 0 || high === 0)) return null;
  const acrossUnits = unitsOf(
    widthPx,
    shares.map(({ wide }) => wide),
  );
  const downUnits = unitsOf(
    heightPx,
    shares.map(({ high }) => high),
  );
  const perUnit = shares.reduce((sum, { wide, high }) => sum + wide * high, 0);
  return acrossUnits * downUnits * perUnit;
}

/** A component of the largest share has that many blocks in a unit, the others fewer. */
function unitsOf(sidePx: number, shares: readonly number[]): number {
  return Math.ceil(sidePx / (BLOCK_SIDE_PX * Math.max(1, ...shares)));
}
