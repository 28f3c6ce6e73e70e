// `npm run load -- bids`: how fast bids are judged, set against a bare server and the first such system.
// `npm run load -- k6 [bids|home|day]`: whole loads with thresholds, by k6.
// `npm run load -- storm [--minutes 10] [--seed n]`: 1,000 watchers while processes and Redis die.
import process from 'node:process';
import { bidRush } from './load/bid-rush.ts';
import { runK6 } from './load/run-k6.ts';
import { longStorm } from './storm/long-storm.ts';

const USAGE =
  'Say what to load: npm run load -- bids, k6 [bids|home|day] or storm [--minutes n] [--seed n]';

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const [load, name = null] = process.argv.slice(2);
try {
  if (load === 'bids') process.stdout.write(`${await bidRush(say)}\n`);
  else if (load === 'k6') await runK6(name, say);
  else if (load === 'storm')
    process.stdout.write(`${await longStorm(process.argv.slice(3), say)}\n`);
  else throw new Error(USAGE);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
