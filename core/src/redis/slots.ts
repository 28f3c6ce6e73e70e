/** So many slots a cluster shares out. */
export const SLOTS = 16_384;
const POLYNOMIAL = 0x1021;
const CRC_OF_BYTE = Uint16Array.from({ length: 256 }, (_, byte) => crcOf(byte));

/**
 * The slot of a cluster that a key or sharded channel is in: by what stands between its first braces,
 * or by the whole of it.
 */
export function slotOf(key: string): number {
  let crc = 0;
  for (const byte of Buffer.from(hashed(key))) {
    crc = ((crc << 8) ^ (CRC_OF_BYTE[((crc >> 8) ^ byte) & 0xff] ?? 0)) & 0xffff;
  }
  return crc % SLOTS;
}

function hashed(key: string): string {
  const start = key.indexOf('{');
  const end = key.indexOf('}', start + 1);
  return start === -1 || end <= start + 1 ? key : key.slice(start + 1, end);
}

function crcOf(byte: number): number {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit += 1) {
    crc = (crc & 0x8000 ? (crc << 1) ^ POLYNOMIAL : crc << 1) & 0xffff;
  }
  return crc;
}
