import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readTally } from './tally.ts';
import type { Tally } from './tally.ts';

const ANSWER_WITHIN_MS = 60_000;
/** More than one address, so that there are ports for all. */
const SOURCES = 8;

/** Who watches what. */
export interface Watching {
  port: number;
  /** `{}` in it becomes the number of a topic, by turns. */
  path: string;
  protocol: 'sse' | 'websocket';
  watchers: number;
  topics: number;
  /** How many of them stop reading once they are connected. */
  stopped: number;
  /** They keep the last event's id, and come back with it. */
  keepsIds: boolean;
}

/** Which events are measured, and for when each was planned; ages are looked at within `agesMs`. */
export interface Measurement {
  fromSeq: number;
  toSeq: number;
  startMs: number;
  intervalMs: number;
  agesMs: readonly [number, number];
}

/** Everything that comes is counted, and nothing timed. */
export const ALL_EVENTS: Measurement = {
  ...{ fromSeq: 0, toSeq: 0, startMs: 0, intervalMs: 0 },
  agesMs: [0, 0],
};

/** Thousands of watchers in a process of their own. */
export interface LoadClient {
  pid: number;
  /** Connects all watchers and resolves with how many were let in. */
  open(): Promise<number>;
  /** Begins to count anew. */
  measure(measurement: Measurement): void;
  report(): Promise<Tally>;
  /** Cuts every connection off. */
  cut(): Promise<void>;
  /** Connects all again and resolves, when all hold that seq, with how long it took. */
  resume(targetSeq: number): Promise<number>;
  /** How many events were told or missed so far is told to `listener`, every so many milliseconds. */
  onSettled(everyMs: number, listener: (settled: number) => void): void;
  /** So many watchers leave each second, and others come. */
  churn(perSecond: number): void;
  end(): Promise<void>;
}

/** Starts the client; it lives until `end`, or until this process is gone. */
export function startLoadClient(program: string, watching: Watching): LoadClient {
  const { port, path, protocol, watchers, topics, stopped, keepsIds } = watching;
  const given = [port, path, protocol, watchers, topics, stopped, Number(keepsIds), SOURCES];
  const child = spawn(program, given.map(String), { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin.on('error', () => undefined);
  const hearings = new Map<string, (rest: string) => void>();
  let fault: string | null = null;
  createInterface(child.stdout).on('line', (line) => {
    const [word = ''] = line.split(' ', 1);
    if (word === 'failed') fault = line;
    hearings.get(line.startsWith('{') ? '{' : word)?.(line.slice(word.length + 1) || line);
  });
  const tell = (line: string): void => void child.stdin.write(`${line}\n`);
  const ask = (line: string, word: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new Error(`the load client ${why} (${line})`));
      const late = setTimeout(() => fail('does not answer'), ANSWER_WITHIN_MS);
      void ended.then(() => fail(`has ended: ${fault ?? 'without a word'}`));
      hearings.set(word, (rest) => {
        clearTimeout(late);
        resolve(rest);
      });
      tell(line);
    });
  return {
    pid: child.pid ?? 0,
    open: async () => Number((await ask('open', 'opened')).split(' ')[0]),
    measure: ({ fromSeq, toSeq, startMs, intervalMs, agesMs }) => {
      const times = [startMs, intervalMs, ...agesMs].map((ms) => Math.round(ms * 1000));
      tell(['measure', fromSeq, toSeq, ...times].join(' '));
    },
    report: async () => readTally(await ask('report', '{')),
    cut: async () => void (await ask('cut', 'cut')),
    resume: async (targetSeq) => Number(await ask(`resume ${targetSeq}`, 'resumed')) / 1000,
    onSettled: (everyMs, listener) => {
      hearings.set('settled', (rest) => listener(Number(rest)));
      tell(`progress ${everyMs * 1000}`);
    },
    churn: (perSecond) => tell(`churn ${perSecond}`),
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}
