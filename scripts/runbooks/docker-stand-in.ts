// `docker` as runbooks type it, where no engine runs: says it on to the house that is walked.
import process from 'node:process';
import type { Said } from './docker-words.ts';

const [url = '', ...args] = process.argv.slice(2);
const body = JSON.stringify({ args, env: process.env });
const answer = await fetch(url, { method: 'POST', body });
const { code, said } = (await answer.json()) as Said;
(code === 0 ? process.stdout : process.stderr).write(said);
process.exitCode = code;
