import { foldText } from './fold.ts';

/** What a hashtag is told from others by: case, width and accents out of the way, as its uses are counted. */
export function hashtagKey(hashtag: string): string {
  return foldText(hashtag);
}
