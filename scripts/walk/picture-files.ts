import sharp from 'sharp';

/** A file as a person would choose it. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A photograph, or as good as: a JPEG of one colour, wide enough for all sizes but the largest. */
export async function photo(name: string, background: string): Promise<ChosenFile> {
  const create = { width: 1600, height: 1200, channels: 3 as const, background };
  const buffer = await sharp({ create }).jpeg().toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

/** What an iPhone makes unless told otherwise. */
export function heic(name: string): ChosenFile {
  const head = Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1');
  return { name, mimeType: 'image/heic', buffer: Buffer.concat([head, Buffer.alloc(2000)]) };
}
