import { IMAGE_FAULTS } from '@sagopalgo/core/contracts/images.ts';
import type { ImageFault } from '@sagopalgo/core/contracts/images.ts';
import { ApiRefusal, wordsOf } from './api-refusal.ts';
import { PutRefused } from './upload-picture.ts';

const NEVER_BETTER = ['NOT_A_PICTURE', 'IMAGE_TYPE_UNSUPPORTED', 'IMAGE_TOO_LARGE'];
const STORE_REFUSED = '사진을 받지 못했어요. 잠시 뒤에 다시 올려 주세요.';

/** Why what was uploaded cannot be shown, in words. */
export const IMAGE_FAULT_WORDS: Record<ImageFault, string> = {
  'not-a-picture': '사진으로 볼 수 없는 파일이에요. 다른 사진을 골라 주세요.',
  'too-many-pixels': '가로세로가 너무 큰 사진이에요. 크기를 줄여서 골라 주세요.',
  animated: '움직이는 사진은 올릴 수 없어요. 멈춘 사진을 골라 주세요.',
  unreadable: '깨져서 열 수 없는 사진이에요. 다른 사진을 골라 주세요.',
};

/** The sentence a person reads about an upload that did not come about. */
export function uploadWords(error: unknown): string {
  if (error instanceof PutRefused) return STORE_REFUSED;
  if (error instanceof ApiRefusal && error.code === 'NOT_A_PICTURE') {
    const fault = IMAGE_FAULTS.find((known) => known === error.detail['fault']);
    return IMAGE_FAULT_WORDS[fault ?? 'not-a-picture'];
  }
  return wordsOf(error instanceof Error ? error : new Error(String(error)));
}

/** The same file will be refused again. */
export function isForGood(error: unknown): boolean {
  return error instanceof ApiRefusal && NEVER_BETTER.includes(error.code);
}
