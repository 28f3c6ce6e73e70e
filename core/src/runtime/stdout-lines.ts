import process from 'node:process';

let waiting = '';

process.on('exit', flush);

/**
 * Writes a line to stdout together with all others of this turn of the event loop, since a write for
 * each would cost a busy process more than the lines themselves. What waits is written when the process
 * exits, of an uncaught error too; `urgent` lines, and all before them, are written at once.
 */
export function writeSoon(line: string, urgent: boolean): void {
  if (waiting === '' && !urgent) setImmediate(flush);
  waiting += `${line}\n`;
  if (urgent) flush();
}

function flush(): void {
  if (waiting === '') return;
  const lines = waiting;
  waiting = '';
  process.stdout.write(lines);
}
