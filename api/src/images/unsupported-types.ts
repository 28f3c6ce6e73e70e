import { IMAGE_TYPES } from '@sagopalgo/core/contracts/images.ts';
import type { ImageType } from '@sagopalgo/core/contracts/images.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { HEIC_WORDS } from '@sagopalgo/core/rules/picture-words.ts';

const OTHER =
  '사진 파일이 아니거나 널리 쓰이지 않는 형식이에요. JPEG, PNG, WebP로 바꿔서 올려 주세요.';

/** Why a picture of this type cannot be shown everywhere, and what to do about it. */
const REASONS: Readonly<Record<string, string>> = {
  'image/heic': HEIC_WORDS,
  'image/heif': HEIC_WORDS,
  'image/heic-sequence': HEIC_WORDS,
  'image/heif-sequence': HEIC_WORDS,
  'image/avif': 'AVIF 사진은 아직 보지 못하는 분이 많아요. JPEG나 WebP로 바꿔서 올려 주세요.',
  'image/gif': 'GIF는 올릴 수 없어요. 움직이지 않는 사진을 JPEG나 PNG로 올려 주세요.',
  'image/svg+xml': 'SVG 그림은 올릴 수 없어요. JPEG나 PNG로 바꿔서 올려 주세요.',
  'image/tiff': 'TIFF 사진은 브라우저가 보여 주지 못해요. JPEG로 바꿔서 올려 주세요.',
};

/** The type as one of ours. Throws IMAGE_TYPE_UNSUPPORTED with the reason for anything else. */
export function supportedType(contentType: string): ImageType {
  const named = contentType.trim().toLowerCase();
  const type = IMAGE_TYPES.find((supported) => supported === named);
  if (type) return type;
  const reason = REASONS[named] ?? OTHER;
  throw new RefusalError('IMAGE_TYPE_UNSUPPORTED', { reason, supportedTypes: [...IMAGE_TYPES] });
}
