// `npm run load -- bids`: how much the running system bears, set against a bare server.
import process from 'node:process';
import { bidRush } from './load/bid-rush.ts';

const [rush] = process.argv.slice(2);
try {
  if (rush !== 'bids') throw new Error('Say what to load: npm run load -- bids');
  process.stdout.write(`${JSON.stringify(await bidRush(), null, 2)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
