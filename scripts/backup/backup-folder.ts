import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** A backup holds what people are called and where they live, hashes of passwords, and Toss's words. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** In the form of `sha256sum`, so that anybody can check a backup by `sha256sum -c SHA256SUMS`. */
export const SUMS_FILE = 'SHA256SUMS';

/** A backup that is being written, under a name that no restore takes. */
export interface UnfinishedBackup {
  /** Writes a file, packed where its name ends with `.gz`, and returns its size. */
  write(name: string, lines: Iterable<string> | AsyncIterable<string>): Promise<number>;
  /** Writes the checksums of all files and gives the folder its name. */
  finish(): Promise<void>;
  /** Removes all of it. */
  abandon(): Promise<void>;
}

/** Makes the folder in which a backup comes about; throws a sentence where it cannot be. */
export async function beginBackup(folder: string): Promise<UnfinishedBackup> {
  if (existsSync(folder)) {
    throw new Error(`${folder} is there already; a backup is made into a new folder.`);
  }
  const unfinished = `${folder}.unfinished`;
  await makeFolder(unfinished);
  const sums: string[] = [];
  const write: UnfinishedBackup['write'] = async (name, lines) => {
    const { bytes, sha256 } = await writeFile(join(unfinished, name), lines);
    sums.push(`${sha256}  ${name}\n`);
    return bytes;
  };
  return {
    write,
    finish: async () => {
      await writeFile(join(unfinished, SUMS_FILE), [...sums]);
      await flush(unfinished);
      await rename(unfinished, folder);
      await flush(dirname(folder));
    },
    abandon: () => rm(unfinished, { recursive: true, force: true }),
  };
}

async function makeFolder(unfinished: string): Promise<void> {
  try {
    await mkdir(unfinished, { mode: FOLDER_MODE });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new Error(`there is no folder ${dirname(unfinished)}.`, { cause: error });
    if (code !== 'EEXIST') throw error;
    const said = `${unfinished} is there: another backup is made there, or one was cut off.`;
    throw new Error(`${said} Remove it if none is under way.`, { cause: error });
  }
}

async function writeFile(
  path: string,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(path, { flags: 'wx', mode: FILE_MODE, flush: true });
  const packing = path.endsWith('.gz') ? [createGzip()] : [];
  await pipeline([Readable.from(lines), ...packing, counted, file]);
  return { bytes, sha256: hash.digest('hex') };
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
