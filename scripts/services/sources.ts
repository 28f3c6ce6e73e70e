/** Where a server can come from, in the order in which the sources are tried. */
export type Source = 'environment' | 'docker' | 'machine' | 'apt';

/** What this machine offers; each is looked at only when it is that source's turn. */
export interface Offers {
  environment: () => boolean;
  docker: () => Promise<boolean>;
  machine: () => boolean;
  apt: () => boolean;
}

/** The sources that may serve, first choice first; an empty list means that none can. */
export async function sourcesToTry(offers: Offers): Promise<Source[]> {
  // A server that somebody named is the one they want: nothing takes its place.
  if (offers.environment()) return ['environment'];
  const sources: Source[] = [];
  if (await offers.docker()) sources.push('docker');
  if (offers.machine()) sources.push('machine');
  else if (offers.apt()) sources.push('apt');
  return sources;
}

/** No server can be had here; the message says in a sentence what to install. */
export class NoServiceError extends Error {
  override readonly name = 'NoServiceError';
}

/** A running server: where, whence, and how to give it back. */
export interface Service {
  url: string;
  source: Source;
  /** For a server of our own: resolves with a sentence when it ends without having been told to. */
  died?: Promise<string>;
  /** Ends what was started for it; a given server is left alone. */
  stop: () => Promise<void>;
}

/** What both services take. */
export interface ServiceOptions {
  /** An absolute path; the server's files go into a folder of their own inside it. */
  dataDir: string;
  /** Hears a sentence about what takes time or looks wrong. */
  log: (line: string) => void;
  /** Where MYSQL_URL and REDIS_URL are looked for. */
  env?: Readonly<Record<string, string | undefined>>;
}

/** Tries the sources in turn; the first whose start succeeds serves. */
export async function firstThatStarts(
  name: string,
  advice: string,
  sources: Source[],
  starters: Record<Source, () => Promise<Service>>,
  log: (line: string) => void,
): Promise<Service> {
  for (const [index, source] of sources.entries()) {
    try {
      return await starters[source]();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (source === 'environment') throw new NoServiceError(reason);
      const more = index < sources.length - 1;
      log(`${name} from ${source} cannot be had: ${reason}${more ? '; trying another way' : ''}`);
    }
  }
  throw new NoServiceError(advice);
}
