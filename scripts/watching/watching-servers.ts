import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { startOwnServer } from '../services/own-server.ts';
import { freePort } from '../services/programs.ts';
import type { WatchPrograms } from '../services/watch-programs.ts';
import { PROMETHEUS_DIR } from './watch-files.ts';

const UP_WITHIN_MS = 20_000;
const ASK_WITHIN_MS = 5_000;

const configSchema = z.looseObject({
  global: z.looseObject({}),
  scrape_configs: z.array(
    z.object({ job_name: z.string(), metric_relabel_configs: z.array(z.unknown()).optional() }),
  ),
});
const answerSchema = z.object({ status: z.literal('success'), data: z.unknown() });
const vectorSchema = z.object({
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      value: z.tuple([z.number(), z.string()]),
    }),
  ),
});

/** A server that watches, on a port of this machine. */
export interface WatchingServer {
  url: string;
  stop: () => Promise<void>;
}

/** What an expression comes to: the labels and the value of each series. */
export type Found = { metric: Record<string, string>; value: number }[];

/**
 * A Prometheus by the configuration that is kept, with a second for every time in it and its targets at
 * these ports of this machine, by job; a job without any is left out.
 */
export async function startPrometheus(
  { prometheus }: WatchPrograms,
  dir: string,
  portsOf: Record<string, readonly number[]>,
  alertmanagerUrl: string,
): Promise<WatchingServer> {
  mkdirSync(join(dir, 'rules'), { recursive: true });
  for (const file of globSync('rules/*.yml', { cwd: PROMETHEUS_DIR })) {
    const text = readFileSync(join(PROMETHEUS_DIR, file), 'utf8');
    writeFileSync(join(dir, file), text.replaceAll(/^(\s+for:) .*$/gm, '$1 1s'));
  }
  const kept = configSchema.parse(
    parse(readFileSync(join(PROMETHEUS_DIR, 'prometheus.yml'), 'utf8')),
  );
  const configAt = (ownPort: number) => ({
    ...kept,
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanagerUrl).host] }] }],
    },
    scrape_configs: kept.scrape_configs.flatMap(({ job_name: job, ...labels }) => {
      const ports = job === 'prometheus' ? [ownPort] : (portsOf[job] ?? []);
      const targets = ports.map((port) => `127.0.0.1:${port}`);
      return targets.length === 0
        ? []
        : [{ job_name: job, static_configs: [{ targets }], ...labels }];
    }),
  });
  const file = join(dir, 'prometheus.yml');
  return await startServer('Prometheus', prometheus, dir, '-/ready', (port) => {
    writeFileSync(file, stringify(configAt(port)));
    return [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(dir, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
  });
}

/** An Alertmanager by the configuration that is kept, which waits for nothing and knows Slack by this address. */
export async function startAlertmanager(
  { alertmanager }: WatchPrograms,
  dir: string,
  slackUrl: string,
): Promise<WatchingServer> {
  mkdirSync(dir, { recursive: true });
  const secret = join(dir, 'slack-webhook');
  writeFileSync(secret, slackUrl);
  const file = join(dir, 'alertmanager.yml');
  cpSync(join(PROMETHEUS_DIR, 'alertmanager.yml'), file);
  const text = asDebianReads(readFileSync(file, 'utf8'), new URL('/heartbeat', slackUrl).href)
    .replace('/run/secrets/slack-webhook', secret)
    .replaceAll(/group_wait: .*$/gm, 'group_wait: 100ms');
  writeFileSync(file, text);
  return await runAlertmanager(alertmanager, dir, file);
}

/** The configuration for Debian's Alertmanager, older than docker-compose.yml's: it knows a webhook by its address. */
export function asDebianReads(config: string, heartbeatUrl: string): string {
  return config.replace('url_file: /run/secrets/heartbeat-webhook', `url: ${heartbeatUrl}`);
}

/** An Alertmanager by this file; it keeps what it knows in `dir`. */
export async function runAlertmanager(
  program: string,
  dir: string,
  file: string,
): Promise<WatchingServer> {
  return await startServer('Alertmanager', program, dir, '-/ready', (port) => [
    `--config.file=${file}`,
    `--storage.path=${join(dir, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
}

/** What tells of this machine. */
export async function startNodeExporter(
  { nodeExporter }: WatchPrograms,
  dir: string,
): Promise<WatchingServer> {
  mkdirSync(dir, { recursive: true });
  return await startServer('node exporter', nodeExporter, dir, 'metrics', (port) => [
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
}

/** What an expression comes to now; throws where it is none. */
export async function queryPrometheus(url: string, expression: string): Promise<Found> {
  const query = new URLSearchParams({ query: expression });
  const answer = vectorSchema.parse(await askPrometheus(url, `/query?${query.toString()}`));
  return answer.result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
}

/** The names of all metrics that were found. */
export async function metricsThere(url: string): Promise<Set<string>> {
  const names = await askPrometheus(url, '/label/__name__/values');
  return new Set(z.array(z.string()).parse(names));
}

async function askPrometheus(url: string, path: string): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    signal: AbortSignal.timeout(ASK_WITHIN_MS),
  });
  return answerSchema.parse(await answer.json()).data;
}

async function startServer(
  name: string,
  command: string,
  dir: string,
  readyPath: string,
  argsFor: (port: number) => string[],
): Promise<WatchingServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { stop } = await startOwnServer({
    ...{ name, command, args: argsFor(port), dataDir: dir },
    logFile: join(dir, 'server.log'),
    pidFile: join(dir, 'server.pid'),
    isUp: () => answers(`${url}/${readyPath}`),
    withinMs: UP_WITHIN_MS,
  });
  return { url, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(ASK_WITHIN_MS) });
    await reply.body?.cancel();
    return reply.ok;
  } catch {
    return false;
  }
}
