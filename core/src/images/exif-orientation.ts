const EXIF_START = 'Exif\0\0';
const ORIENTATION_TAG = 0x0112;
const TIFF_ENTRY_BYTES = 12;
const TIFF_ENTRIES_MAX = 200;
/** From here on the picture lies on its side. */
const FIRST_ON_ITS_SIDE = 5;
const LAST_ORIENTATION = 8;

/** Whether a segment of EXIF, with or without its name before it, says that the picture lies on its side. */
export function liesOnItsSide(segment: Buffer): boolean {
  const isNamed = segment.toString('latin1', 0, EXIF_START.length) === EXIF_START;
  // The orientation is an entry of the first directory of the TIFF inside.
  const tiff = isNamed ? segment.subarray(EXIF_START.length) : segment;
  if (tiff.length < 8) return false;
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const short = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directoryAt = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directoryAt + 2 > tiff.length) return false;
  const entries = Math.min(short(directoryAt), TIFF_ENTRIES_MAX);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directoryAt + 2 + entry * TIFF_ENTRY_BYTES;
    if (at + TIFF_ENTRY_BYTES > tiff.length) return false;
    if (short(at) !== ORIENTATION_TAG) continue;
    const orientation = short(at + 8);
    return orientation >= FIRST_ON_ITS_SIDE && orientation <= LAST_ORIENTATION;
  }
  return false;
}
