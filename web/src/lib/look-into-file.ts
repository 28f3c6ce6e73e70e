import type { ImageType } from '@sagopalgo/core/contracts/images.ts';
import { IMAGE_MAX_BYTES } from '@sagopalgo/core/contracts/images.ts';
import { HEIC_WORDS } from '@sagopalgo/core/rules/picture-words.ts';

const HEAD_BYTES = 16;
const MEGABYTE = 1024 * 1024;
const MEGABYTES_MAX = IMAGE_MAX_BYTES / MEGABYTE;
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'];
const NOT_A_PICTURE = '사진 파일이 아니에요. JPEG, PNG, WebP 사진을 골라 주세요.';

/** A file that can be uploaded, or in words why it cannot and what to do. */
export type FileVerdict =
  { contentType: ImageType; fault?: never } | { contentType?: never; fault: string };

/** What a chosen file is, by its own first bytes: browsers go by its name alone. */
export async function lookIntoFile(file: Blob): Promise<FileVerdict> {
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  } catch {
    return { fault: '파일을 읽지 못했어요. 옮기거나 지우지 않았는지 확인하고 다시 골라 주세요.' };
  }
  const contentType = typeOf(head);
  if (contentType === null) return { fault: otherKindFault(head) };
  if (file.size > IMAGE_MAX_BYTES) {
    const megabytes = (file.size / MEGABYTE).toFixed(1);
    return {
      fault: `사진이 ${megabytes}MB예요. 한 장에 ${MEGABYTES_MAX}MB까지 올릴 수 있으니 줄여서 골라 주세요.`,
    };
  }
  return { contentType };
}

function typeOf(head: Uint8Array): ImageType | null {
  if (begins(head, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (begins(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (text(head, 0) === 'RIFF' && text(head, 8) === 'WEBP') return 'image/webp';
  return null;
}

function otherKindFault(head: Uint8Array): string {
  const brand = text(head, 4) === 'ftyp' ? text(head, 8) : '';
  if (HEIC_BRANDS.includes(brand)) return HEIC_WORDS;
  const kind = otherKind(head, brand);
  return kind === null
    ? NOT_A_PICTURE
    : `${kind} 사진은 올릴 수 없어요. JPEG, PNG, WebP로 바꿔서 골라 주세요.`;
}

function otherKind(head: Uint8Array, brand: string): string | null {
  if (brand === 'avif' || brand === 'avis') return 'AVIF';
  if (text(head, 0) === 'GIF8') return 'GIF';
  if (text(head, 0).startsWith('BM')) return 'BMP';
  const isTiff = begins(head, [0x49, 0x49, 0x2a, 0]) || begins(head, [0x4d, 0x4d, 0, 0x2a]);
  return isTiff ? 'TIFF' : null;
}

function begins(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}

/** Four letters of it. */
function text(head: Uint8Array, from: number): string {
  return String.fromCharCode(...head.slice(from, from + 4));
}
