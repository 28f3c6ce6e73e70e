// Stands where Lambda's runtime does: loads the module that a handler's name leads to and hands it one event.
// Copied beside nothing else, and run by Lambda's Node: `node invoke.mjs <module> <door> < event`.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const [path = '', door = ''] = process.argv.slice(2);
try {
  const module = await import(pathToFileURL(path).href);
  const answer = await module[door](JSON.parse(readFileSync(0, 'utf8')), { awsRequestId: 'test' });
  end(0, { version: process.version, answer: answer ?? null });
} catch (error) {
  end(1, { version: process.version, error: String(error) });
}

// What a handler keeps open for its next event must not keep this process.
function end(code, told) {
  process.stdout.write(`\n${JSON.stringify(told)}\n`, () => process.exit(code));
}
