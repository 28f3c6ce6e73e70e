import { parseArgs } from 'node:util';

const USAGE =
  'Usage: npm run verify -- <URL of an auction, or a saved file> [--save file] ' +
  '[--receipt file or jws]… [--heads file] [--keys file]';

/** What `npm run verify` was asked for; null for what was left out. */
export interface VerifyOptions {
  /** The URL of a page or of a call of the API, or a file written by `--save`. */
  source: string;
  saveTo: string | null;
  /** Each a compact JWS, or a file with some. */
  receipts: string[];
  /** Any text with heads in it, such as what `/events` told. */
  headsFile: string | null;
  /** A JWKS that somebody kept, to believe instead of the keys that come with the log. */
  keysFile: string | null;
}

/** Reads the command line; throws a sentence that says what is wrong with it. */
export function readVerifyOptions(args: string[]): VerifyOptions {
  const { values, positionals } = parse(args);
  const [source, ...more] = positionals;
  if (source === undefined || more.length > 0) throw new Error(USAGE);
  return {
    source,
    saveTo: values.save ?? null,
    receipts: values.receipt ?? [],
    headsFile: values.heads ?? null,
    keysFile: values.keys ?? null,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        save: { type: 'string' },
        receipt: { type: 'string', multiple: true },
        heads: { type: 'string' },
        keys: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, {
      cause: error,
    });
  }
}
