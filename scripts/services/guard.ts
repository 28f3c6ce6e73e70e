// Runs one server as `guard.ts <command> [args…]` and ends it when told to, or when the process
// that started the guard is gone: a server of ours never outlives the command it belongs to.
import { spawn } from 'node:child_process';
import process from 'node:process';

const KILL_AFTER_MS = 20_000;

const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('guard.ts needs a command');

const server = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let stopping = false;

const stop = (): void => {
  if (stopping) return;
  stopping = true;
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), KILL_AFTER_MS).unref();
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('disconnect', stop);
server.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
server.once('exit', (code) => process.exit(stopping ? 0 : (code ?? 1)));
