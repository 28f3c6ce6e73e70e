import type { PictureItem } from './picture-item.ts';
import { isUnderWay } from './picture-item.ts';

const OFFLINE = '인터넷 연결이 끊겼어요. 연결되면 이어서 올려요.';

/** How far the pictures are, and how it ended; empty where there is nothing to say. */
export function statusWords(items: readonly PictureItem[], isOnline: boolean): string {
  const files = items.filter(({ previewUrl }) => previewUrl !== null);
  const ready = files.filter(({ stage }) => stage === 'ready').length;
  if (!items.some(isUnderWay)) return endWords(ready, items.filter(isNotUp).length);
  if (!isOnline) return OFFLINE;
  if (files.length === 0) return '사진을 확인하고 있어요.';
  return `사진 ${files.length}장 중 ${ready}장을 올렸어요.`;
}

function endWords(ready: number, notUp: number): string {
  if (notUp > 0) return `사진 ${notUp}장을 올리지 못했어요.`;
  return ready > 0 ? `사진 ${ready}장을 모두 올렸어요.` : '';
}

function isNotUp({ stage }: PictureItem): boolean {
  return stage === 'failed' || stage === 'refused';
}
