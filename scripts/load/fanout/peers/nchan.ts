import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'node:fs';
import { canInstall, installPackages } from '../../../services/apt.ts';
import { startOwnServer } from '../../../services/own-server.ts';
import { findProgram, isRoot } from '../../../services/programs.ts';
import { onFreePort } from '../../../services/redis-server.ts';
import type { Peer } from '../peers.ts';
import { posting } from './posted.ts';

const PACKAGES = ['nginx-light', 'libnginx-mod-nchan'];
const MODULES = '{/usr/lib,/usr/lib64,/usr/local/lib}/nginx/modules/ngx_nchan_module.so';
const UP_WITHIN_MS = 10_000;

/** nginx's module for fan-out, as Debian has it. */
export const nchan: Peer = {
  name: 'nchan',
  resumes: true,
  prepare: async (say) => {
    if (!isThere() && canInstall()) await installPackages(PACKAGES, isThere, say);
    return isThere() ? null : 'nchan is not here (Debian: nginx-light and libnginx-mod-nchan)';
  },
  start: ({ dataDir }) =>
    onFreePort(async (port) => {
      const folder = join(dataDir, 'nchan');
      const pidFile = join(folder, 'nginx.pid');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'nginx.conf'), configOf(folder, port));
      const server = await startOwnServer({
        name: 'nchan',
        command: findProgram('nginx') ?? 'nginx',
        args: ['-p', folder, '-c', join(folder, 'nginx.conf')],
        dataDir: folder,
        logFile: join(dataDir, 'nchan.log'),
        pidFile,
        isUp: () => isUp(port),
        withinMs: UP_WITHIN_MS,
      });
      const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
      const { publish, flush, close } = posting(port, '/publish', ['x-eventsource-event: bid']);
      const stop = (): Promise<void> => {
        close();
        return server.stop();
      };
      return { pid, port, path: '/events', protocol: 'sse' as const, publish, flush, stop };
    }),
};

function isThere(): boolean {
  return findProgram('nginx') !== null && globSync(MODULES).length > 0;
}

async function isUp(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function configOf(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
load_module ${globSync(MODULES)[0]};
${isRoot() ? 'user root;' : ''}
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid ${join(folder, 'nginx.pid')};
error_log stderr error;
events { worker_connections 19900; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n  ')}
  keepalive_requests 100000000;
  keepalive_timeout 1h;
  tcp_nodelay on;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = / { return 204; }
    location = /events {
      nchan_subscriber eventsource;
      nchan_channel_id auction;
      nchan_subscriber_first_message newest;
    }
    location = /publish {
      nchan_publisher;
      nchan_channel_id auction;
      nchan_message_buffer_length 64;
      nchan_message_timeout 1h;
    }
  }
}
`;
}
