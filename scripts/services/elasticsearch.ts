import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../root.ts';
import { startOwnServer } from './own-server.ts';
import { findProgram } from './programs.ts';
import { onFreePort } from './redis-server.ts';
import type { Service, ServiceOptions } from './sources.ts';

/** What stands beside the clone and starts a node from packages, with neither Docker nor a distribution. */
const START = join(ROOT, '../shared/elasticsearch/start');
/** What that needs on the PATH. */
const NEEDED = ['python3', 'mvn'];
/** The first start fetches a Java runtime and the node's packages. */
const UP_WITHIN_MS = 5 * 60_000;
const ASK_WITHIN_MS = 2_000;

/**
 * An Elasticsearch with nori that answers: the one that ELASTICSEARCH_URL names, or a node of our own with
 * its data under `dataDir`. Null where none can be had, which is told in a sentence: everything works
 * without. Throws when the one that was named does not answer.
 */
export async function provideElasticsearch(
  { dataDir, log, env = process.env }: ServiceOptions,
  heap = '512m',
): Promise<Service | null> {
  const given = env['ELASTICSEARCH_URL'];
  if (given) return useGiven(given);
  const lacking = NEEDED.filter((name) => findProgram(name) === null);
  if (!existsSync(START) || lacking.length > 0) {
    const why = lacking.length > 0 ? `${lacking.join(' and ')} is not here` : `no ${START}`;
    log(`No Elasticsearch can be had here (${why}); ELASTICSEARCH_URL may name one.`);
    return null;
  }
  const home = join(dataDir, 'elasticsearch');
  const logDir = join(dataDir, 'logs');
  for (const folder of [home, logDir]) mkdirSync(folder, { recursive: true });
  return onFreePort((port) => startNode({ home, logDir, port, heap }));
}

async function useGiven(url: string): Promise<Service> {
  if (await answersElasticsearch(url)) {
    return { url, source: 'environment', stop: () => Promise.resolve() };
  }
  const { host } = new URL(url);
  throw new Error(`ELASTICSEARCH_URL is set, but no Elasticsearch answers at ${host}.`);
}

async function startNode(node: {
  home: string;
  logDir: string;
  port: number;
  heap: string;
}): Promise<Service> {
  const { home, logDir, port, heap } = node;
  const url = `http://127.0.0.1:${port}`;
  const { died, stop } = await startOwnServer({
    name: 'Elasticsearch',
    command: START,
    args: ['--port', String(port), '--home', home, '--heap', heap],
    dataDir: home,
    logFile: join(logDir, 'elasticsearch.log'),
    pidFile: join(home, 'server.pid'),
    isUp: () => answersElasticsearch(url),
    withinMs: UP_WITHIN_MS,
  });
  return { url, source: 'machine', died, stop };
}

async function answersElasticsearch(url: string): Promise<boolean> {
  const { username, password, origin, pathname } = new URL(url);
  const credentials = [username, password].map(decodeURIComponent).join(':');
  const headers = { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
  const base = origin + pathname.replace(/\/+$/, '');
  try {
    const reply = await fetch(`${base}/_cluster/health?timeout=1s`, {
      headers: username === '' ? {} : headers,
      signal: AbortSignal.timeout(ASK_WITHIN_MS),
    });
    await reply.body?.cancel();
    return reply.ok;
  } catch {
    return false;
  }
}
