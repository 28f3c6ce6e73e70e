import { IMAGE_FAULTS } from '@sagopalgo/core/contracts/images.ts';
import { z } from 'zod';
import { ApiRefusal } from '../../lib/api-refusal.ts';
import { IMAGE_FAULT_WORDS } from '../../lib/upload-words.ts';
import type { Unready } from './upload-queue.ts';
import type { FormPictures } from './use-pictures.ts';

const UNREADY_WORDS = {
  unknown: '지워졌거나 없는 사진이에요. 빼고 다시 올려 주세요.',
  'not-uploaded': '다 올라오지 않은 사진이에요. 빼고 다시 올려 주세요.',
  refused: '보여 줄 수 없는 사진이에요. 다른 사진을 골라 주세요.',
  'in-use': '다른 경매에 걸린 사진이에요. 빼고 다시 올려 주세요.',
};

/** The file that is still at hand may go up once more. */
const LOST = ['unknown', 'not-uploaded'];

const unreadySchema = z.array(
  z.object({
    imageId: z.string(),
    why: z.string(),
    fault: z.enum(IMAGE_FAULTS).nullish(),
  }),
);

/** Shows beside each picture why the server would not take it, as far as it said so. */
export function blamePictures({ queue }: Pick<FormPictures, 'queue'>, error: Error): void {
  queue.blame(unreadyIn(error));
}

/** What is wrong with each picture, by its id. */
export function unreadyIn(error: Error): Map<string, Unready> {
  if (!(error instanceof ApiRefusal) || error.code !== 'IMAGE_NOT_READY') return new Map();
  const unready = unreadySchema.safeParse(error.detail['images']).data ?? [];
  return new Map(
    unready.map(({ imageId, why, fault }) => [
      imageId,
      { words: fault ? IMAGE_FAULT_WORDS[fault] : wordsFor(why), isLost: LOST.includes(why) },
    ]),
  );
}

function wordsFor(why: string): string {
  const known: Record<string, string> = UNREADY_WORDS;
  return known[why] ?? UNREADY_WORDS.unknown;
}
