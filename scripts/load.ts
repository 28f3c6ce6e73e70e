// `npm run load -- bids`: how fast bids are judged, set against a bare server and the first such system.
// `npm run load -- k6 [bids|home|day]`: whole loads with thresholds, by k6.
import process from 'node:process';
import { bidRush } from './load/bid-rush.ts';
import { runK6 } from './load/run-k6.ts';

const USAGE = 'Say what to load: npm run load -- bids, or npm run load -- k6 [bids|home|day]';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const [load, name = null, ...more] = process.argv.slice(2);
try {
  if (more.length > 0) throw new Error(USAGE);
  if (load === 'bids' && name === null) process.stdout.write(`${await bidRush(say)}\n`);
  else if (load === 'k6') await runK6(name, say);
  else throw new Error(USAGE);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
