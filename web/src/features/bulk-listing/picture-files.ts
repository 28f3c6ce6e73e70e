import type { ImageType } from '@sagopalgo/core/contracts/images.ts';
import { lookIntoFile } from '../../lib/look-into-file.ts';

/** A chosen file by its name, with its kind or what is wrong with it. */
export type ChosenFile = { file: File } & (
  { contentType: ImageType; fault?: never } | { contentType?: never; fault: string }
);

/** Chosen files by the names that a table may call them by. */
export type ChosenFiles = ReadonlyMap<string, ChosenFile>;

/** Adds files to those chosen before; one of the same name takes the place of the former. */
export async function withFiles(chosen: ChosenFiles, files: readonly File[]): Promise<ChosenFiles> {
  const looked = await Promise.all(
    files.map(
      async (file) => [fileKey(file.name), { file, ...(await lookIntoFile(file)) }] as const,
    ),
  );
  return new Map([...chosen, ...looked]);
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
