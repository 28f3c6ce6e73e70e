import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { ROOT } from '../root.ts';

const MIB = 1024 ** 2;

/** What nginx answers to Prometheus by infra/nginx, with 1 for each of its own figures. */
export function nginxSays(): string {
  const config = readFileSync(join(ROOT, 'infra/nginx/templates/nginx.conf.template'), 'utf8');
  const [, said = ''] = /location = \/metrics \{\s+return 200 "(.*)";/.exec(config) ?? [];
  return said.replaceAll('\\n', '\n').replaceAll('\\"', '"').replaceAll(/\$\w+/g, '1');
}

/**
 * What cAdvisor answers of two containers, of which one is none of ours, by its own list of metrics
 * (docs/storage/prometheus.md) and told as in docker-compose.yml. It cannot be had here.
 */
export function cadvisorSays(): string {
  const figures = {
    container_cpu_cfs_periods_total: 600,
    container_cpu_cfs_throttled_periods_total: 6,
    container_cpu_usage_seconds_total: 12.5,
    container_memory_rss: 900 * MIB,
    container_spec_memory_limit_bytes: 2048 * MIB,
  };
  const containers = [
    'container_label_com_docker_compose_service="redis",id="/docker/1",image="redis:7",name="sagopalgo-redis-1"',
    'container_label_com_docker_compose_service="",id="/docker/2",image="other",name="other"',
  ];
  const lines = Object.entries(figures).flatMap(([name, value]) =>
    containers.map((labels) => `${name}{${labels}} ${value}`),
  );
  return `${lines.join('\n')}\n`;
}

/** Answers everybody on a port of this machine so. */
export async function saying(text: string): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(text);
  });
  await listen(server, '127.0.0.1', 0);
  const { port } = server.address() as AddressInfo;
  return { port, stop: () => closeServer(server) };
}
