import type { ImageType } from '@sagopalgo/core/contracts/images.ts';
import { AUCTION_IMAGES_MAX } from '@sagopalgo/core/contracts/images.ts';
import { lookIntoFile } from '../../lib/look-into-file.ts';
import { BULK_ROWS_MAX } from './read-table.ts';

const TWO_OF_A_NAME = '이름이 같은 다른 사진을 또 골랐어요. 쓸 사진만 다시 골라 주세요.';

/** A chosen file by its name, with its kind or what is wrong with it. */
export type ChosenFile = { file: File } & (
  { contentType: ImageType; fault?: never } | { contentType?: never; fault: string }
);

/** Chosen files by the names that a table may call them by. */
export type ChosenFiles = ReadonlyMap<string, ChosenFile>;

/** As many as the rows of a table may show. */
export const BULK_FILES_MAX = BULK_ROWS_MAX * AUCTION_IMAGES_MAX;

/** Those of the files that there is room for. */
export function roomFor(chosen: ChosenFiles, files: readonly File[]): readonly File[] {
  return files.slice(0, Math.max(0, BULK_FILES_MAX - chosen.size));
}

/** Files with the names that a table may call them by, each looked into. */
export async function lookIntoFiles(files: readonly File[]): Promise<[string, ChosenFile][]> {
  return await Promise.all(
    files.map(async (file): Promise<[string, ChosenFile]> => [
      fileKey(file.name),
      { file, ...(await lookIntoFile(file)) },
    ]),
  );
}

/**
 * Adds files to those chosen before. The same file chosen again changes nothing; another one of its name,
 * out of another folder, makes it unknown which one is meant. One at fault is replaced by what comes later.
 */
export function withFiles(
  chosen: ChosenFiles,
  looked: readonly (readonly [string, ChosenFile])[],
): ChosenFiles {
  const next = new Map(chosen);
  for (const [key, one] of looked) {
    const former = next.get(key);
    if (!former || former.fault !== undefined) next.set(key, one);
    else if (!isSameFile(former.file, one.file)) {
      next.set(key, { file: one.file, fault: TWO_OF_A_NAME });
    }
  }
  return next;
}

function isSameFile(one: File, other: File): boolean {
  return one.size === other.size && one.lastModified === other.lastModified;
}

/** The files of a row in their order, or what is wrong with them. */
export function filesNamed(
  names: readonly string[],
  chosen: ChosenFiles,
): { files: ChosenFile[]; fault: string | null } {
  const missing = names.filter((name) => !chosen.has(fileKey(name)));
  if (missing.length > 0) {
    return { files: [], fault: `사진 파일을 찾지 못했어요: ${missing.join(', ')}` };
  }
  const files = names.flatMap((name) => chosen.get(fileKey(name)) ?? []);
  const faulty = files.find(({ fault }) => fault !== undefined);
  return { files, fault: faulty ? `${faulty.file.name}: ${faulty.fault}` : null };
}

/** macOS spells names in parts (NFD), tables whole (NFC); Windows does not tell letters' case. */
function fileKey(name: string): string {
  const atEnd = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  return atEnd.normalize('NFC').trim().toLowerCase();
}
