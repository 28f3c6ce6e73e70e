const WIDTH_PX = 480;
/** A smaller file is no burden as it is. */
const WORTH_IT_FROM_BYTES = 300_000;

/** A picture as small as it is shown in a form; null where it is that already, or cannot be made so. */
export async function smallPicture(file: Blob): Promise<Blob | null> {
  const isAble = 'createImageBitmap' in globalThis && 'OffscreenCanvas' in globalThis;
  if (!isAble || file.size < WORTH_IT_FROM_BYTES) return null;
  try {
    const how = { resizeWidth: WIDTH_PX, resizeQuality: 'medium' } as const;
    const bitmap = await createImageBitmap(file, how);
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
    return await canvas.convertToBlob({ type: 'image/webp' });
  } catch {
    return null;
  }
}
