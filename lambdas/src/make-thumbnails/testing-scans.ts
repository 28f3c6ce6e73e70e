const START = Buffer.from([0xff, 0xd8]);
const END = Buffer.from([0xff, 0xd9]);
const FRAME = 0xc0;
const BLOCK_BITS = 2;

/**
 * A JPEG of one shade whose components come in scans of their own: next to nothing to make, and as much to hold
 * while it is decoded as a progressive one of that size. `shares`: how many blocks wide and high each component
 * is in a unit.
 */
export function jpegInScans(
  widthPx: number,
  heightPx: number,
  shares: readonly (readonly [wide: number, high: number])[],
): Buffer {
  const size = Buffer.alloc(6);
  size[0] = 8;
  size.writeUInt16BE(heightPx, 1);
  size.writeUInt16BE(widthPx, 3);
  size[5] = shares.length;
  const components = shares.flatMap(([wide, high], at) => [at + 1, (wide << 4) | high, 0]);
  const widest = Math.max(...shares.map(([wide]) => wide));
  const highest = Math.max(...shares.map(([, high]) => high));
  const scans = shares.flatMap(([wide, high], at) => {
    const across = Math.ceil((widthPx * wide) / widest / 8);
    const down = Math.ceil((heightPx * high) / highest / 8);
    // Of both tables the only code is 0: no other shade than the block's before, and nothing beside it.
    const blocks = Buffer.alloc(Math.ceil((across * down * BLOCK_BITS) / 8));
    return [segment(0xda, [1, at + 1, 0, 0, 63, 0]), blocks];
  });
  return Buffer.concat([
    ...[START, segment(0xdb, [0, ...Array<number>(64).fill(1)])],
    ...[segment(FRAME, [...size, ...components]), codeTable(0x00), codeTable(0x10)],
    ...[...scans, END],
  ]);
}

function codeTable(name: number): Buffer {
  return segment(0xc4, [name, 1, ...Array<number>(15).fill(0), 0]);
}

function segment(marker: number, content: readonly number[]): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, Buffer.from(content)]);
}
