import type { Image } from '@sagopalgo/core/contracts/images.ts';

/**
 * `looking`: into the file, or for one that was uploaded before. `failed` may be tried again as it is,
 * `refused` never goes up.
 */
export type PictureStage = 'looking' | 'waiting' | 'uploading' | 'ready' | 'failed' | 'refused';

/** A picture as it stands in the form. */
export interface PictureItem {
  key: string;
  /** As the file is called; empty for one that was uploaded before. */
  name: string;
  stage: PictureStage;
  /** How much of it is up, from 0 to 1. */
  progress: number;
  /** Null until it is up. */
  imageId: string | null;
  /** The local file, to be seen at once; null for one that was uploaded before. */
  previewUrl: string | null;
  /** As the server shows it; null until it has looked into it. */
  image: Image | null;
  /** What is wrong and what to do about it, in words. */
  fault: string | null;
}

const UNDER_WAY: readonly PictureStage[] = ['looking', 'waiting', 'uploading'];

export function isUnderWay({ stage }: PictureItem): boolean {
  return UNDER_WAY.includes(stage);
}

/** It will not go up without the person doing something. */
export function isStuck({ stage, fault }: PictureItem): boolean {
  return stage === 'failed' || stage === 'refused' || fault !== null;
}

/** The ids of those that are up, in their order. */
export function imageIdsOf(items: readonly PictureItem[]): string[] {
  return items.flatMap(({ imageId }) => (imageId === null ? [] : [imageId]));
}

/** How many of the chosen files are not up, and would be gone with the page. */
export function unfinishedOf(items: readonly PictureItem[]): number {
  return items.filter(
    ({ previewUrl, imageId, stage }) =>
      previewUrl !== null && imageId === null && stage !== 'refused',
  ).length;
}

/** Puts one of them in the place of another. */
export function moved(
  items: readonly PictureItem[],
  key: string,
  toIndex: number,
): readonly PictureItem[] {
  const item = items.find((other) => other.key === key);
  if (!item) return items;
  return items.filter((other) => other !== item).toSpliced(Math.max(0, toIndex), 0, item);
}
