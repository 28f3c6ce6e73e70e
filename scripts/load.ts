// `npm run load -- bids [--processes n] [--rounds n] [--browsers]`: how fast bids are judged, against a bare server and
// the way the first such system bid.
// `npm run load -- register`: registering with pictures, their uploads inside it or done before.
// `npm run load -- k6 [bids|home|day]`: whole loads with thresholds, by k6.
// `npm run load -- fanout [scene …] [--peers a,b] [--rounds n]`: the sse-server against other servers.
// `npm run load -- home [--auctions 100000]`: home and detail reads with and without what the api keeps.
// `npm run load -- search [--sizes 10k,100k,1m] [--rounds n]`: both searches and plain LIKE on made-up listings.
// `npm run load -- soak [--minutes 60]`: whether the sse-server's memory stays flat.
// `npm run load -- storm [--minutes 10] [--seed n]`: 1,000 watchers while processes and Redis die.
import process from 'node:process';
import { bidRush } from './load/bid-rush.ts';
import { fanOut } from './load/fanout/fan-out.ts';
import { soak } from './load/fanout/soak.ts';
import { homeLoad } from './load/home/home-load.ts';
import { registerLoad } from './load/register/register-load.ts';
import { runK6 } from './load/run-k6.ts';
import { searchLoad } from './load/search/search-load.ts';
import { buildFrameSender } from './services/frame-sender.ts';
import { longStorm } from './storm/long-storm.ts';

const USAGE =
  'Say what to load: npm run load -- bids [--processes n] [--rounds n] [--browsers], home, register, search, ' +
  'k6 [bids|home|day], fanout [scene …], soak or storm [--minutes n]';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const [load, ...rest] = process.argv.slice(2);
try {
  const [name = null, ...more] = rest;
  await buildFrameSender(say);
  if (load === 'bids') print(await bidRush(rest, say));
  else if (load === 'register' && name === null) printGoal(await registerLoad(say));
  else if (load === 'k6' && more.length === 0) await runK6(name, say);
  else if (load === 'fanout') printGoal(await fanOut(rest, say));
  else if (load === 'home') print(await homeLoad(rest, say));
  else if (load === 'search') print(await searchLoad(rest, say));
  else if (load === 'soak') print(await soak(rest, say));
  else if (load === 'storm') print(await longStorm(rest, say));
  else throw new Error(USAGE);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function printGoal({ text, isReached }: { text: string; isReached: boolean }): void {
  print(text);
  if (!isReached) process.exitCode = 1;
}
