import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../root.ts';
import type { House } from './house.ts';
import type { Service } from './house-rooms.ts';

const EXEC_WITHIN_MS = 30_000;
const TAIL_LINES = 10_000;
const REDIS_PORT = 6379;
const MYSQL_PORT = 3306;
const COMPOSE = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
/** Every service of docker-compose.yml, in this house or not. */
const COMPOSED = new Set([...COMPOSE.matchAll(/^  ([a-z-]+):$/gm)].map(([, name = '']) => name));

/** What a command came to. */
export interface Said {
  code: number;
  said: string;
}

/** A command that begins with `docker`, as it was typed. */
export interface Typed {
  args: string[];
  /** The shell's environment. */
  env: Record<string, string>;
}

/**
 * Does to the house what `docker` would do to the containers of docker-compose.yml: the few words of it
 * that runbooks use. Where no engine runs, the same processes run without one. Anything else fails.
 */
export async function docker(house: House, { args, env }: Typed): Promise<Said> {
  const [word, ...rest] = args;
  try {
    switch (word) {
      case 'compose':
        return await compose(house, rest, env);
      case 'stats':
        return good([...house.services.values()].map(statsOf));
      case 'tag':
        return tag(house, rest);
      default:
        return bad(`docker ${word} is in no runbook that is walked`);
    }
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error));
  }
}

async function compose(
  house: House,
  [word, ...given]: string[],
  env: Record<string, string>,
): Promise<Said> {
  const names = given.filter((arg) => !arg.startsWith('-'));
  switch (word) {
    case 'ps':
      return good(servicesOf(house, names).map(lineOf));
    case 'logs':
      return logs(house, given);
    case 'exec':
      return await exec(house, given);
    case 'up':
      for (const service of named(house, names)) await service.up(told(house, env));
      return good(named(house, names).map(lineOf));
    case 'cp':
      return copyOut(house, names);
    case 'stop':
      for (const service of named(house, names)) await service.down();
      return good(named(house, names).map(lineOf));
    default:
      return bad(`docker compose ${word} is in no runbook that is walked`);
  }
}

/** As compose fills in docker-compose.yml: from `.env`, and before it from the shell. */
function told({ cloneDir }: House, env: Record<string, string>): Record<string, string> {
  const known = new Set([...COMPOSE.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name));
  const lines = readFileSync(join(cloneDir, '.env'), 'utf8').split('\n');
  const written = lines.flatMap((line) => {
    const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === '' ? [] : [[name, value] as const];
  });
  const all = { ...Object.fromEntries(written), ...env };
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => known.has(name) && value !== ''),
  );
}

function logs(house: House, given: string[]): Said {
  const at = given.indexOf('--tail');
  const tail = at === -1 ? TAIL_LINES : Number(given[at + 1]);
  const names = given.filter(
    (arg, index) => !arg.startsWith('-') && index !== at + 1 + (at === -1 ? given.length : 0),
  );
  const lines = named(house, names).flatMap(({ name, logFile }) => {
    const text = existsSync(logFile) ? readFileSync(logFile, 'utf8').trimEnd() : '';
    return text
      .split('\n')
      .slice(-tail)
      .map((line) => `${name}  | ${line}`);
  });
  return good(lines);
}

// What is asked for in a container is asked for here, at the port that it has here.
async function exec(house: House, given: string[]): Promise<Said> {
  const [name = '', program = '', ...args] = given.filter((arg) => arg !== '-T');
  const service = house.service(name);
  if (!service.isUp()) return bad(`service "${name}" is not running`);
  switch (program) {
    case 'node':
      return await run(
        process.execPath,
        args.map((arg) => withOwnPorts(service, arg)),
      );
    case 'redis-cli':
      return await run(program, ['-p', String(service.portOf(REDIS_PORT)), ...args]);
    case 'mysql': {
      const place = ['--host=127.0.0.1', `--port=${service.portOf(MYSQL_PORT)}`, '--skip-ssl'];
      return await run(program, [...place, ...args.filter((arg) => !arg.startsWith('-p'))]);
    }
    default:
      return bad(`${program} is in no runbook that is walked`);
  }
}

function withOwnPorts(service: Service, text: string): string {
  return text.replaceAll(/127\.0\.0\.1:(\d+)/g, (_, inside: string) => {
    const port = service.portOf(Number(inside));
    if (port === undefined) throw new Error(`${service.name} has no port ${inside}`);
    return `127.0.0.1:${port}`;
  });
}

// Of what a service keeps, as it lies on its volume.
function copyOut(house: House, [from = '', to = '']: string[]): Said {
  const [, name = '', path] = /^([a-z-]+):(.*)$/.exec(from) ?? [];
  const { volume } = house.service(name);
  if (path !== '/data' || volume === undefined) return bad(`no ${path} in ${name} to copy`);
  cpSync(volume, join(house.cloneDir, to), { recursive: true });
  return good([]);
}

// Another release is an image under the room's name: `sagopalgo-api:before` becomes its latest.
function tag({ versions }: House, [from = '', to = '']: string[]): Said {
  const [, room = '', version] = /^sagopalgo-([a-z-]+):(\w+)$/.exec(from) ?? [];
  if (version !== 'before' || to !== `sagopalgo-${room}:latest`) {
    return bad(`Error response from daemon: No such image: ${from}`);
  }
  versions.delete(room);
  return good([]);
}

function run(program: string, args: string[]): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { timeout: EXEC_WITHIN_MS }, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}` || (error?.message ?? '');
      resolve({ code: error === null ? 0 : (child.exitCode ?? 1), said });
    });
  });
}

function servicesOf(house: House, names: string[]): Service[] {
  return names.length === 0 ? [...house.services.values()] : named(house, names);
}

// A house has only the parts that its page is about; the others of docker-compose.yml are passed over.
function named(house: House, names: string[]): Service[] {
  return names.flatMap((name) => {
    const isElsewhere = !house.services.has(name) && COMPOSED.has(name);
    return isElsewhere ? [] : [house.service(name)];
  });
}

function lineOf({ name, isUp }: Service): string {
  return `${name.padEnd(14)}${isUp() ? 'Up' : 'Exited'}`;
}

function statsOf(service: Service): string {
  const pid = service.pid();
  const status = pid === undefined ? '' : readFileSync(`/proc/${pid}/status`, 'utf8');
  return `${service.name.padEnd(14)}${/VmRSS:\s*(.*)/.exec(status)?.[1] ?? '-'}`;
}

function good(lines: string[]): Said {
  return { code: 0, said: lines.length === 0 ? '' : `${lines.join('\n')}\n` };
}

function bad(sentence: string): Said {
  return { code: 1, said: `${sentence}\n` };
}
