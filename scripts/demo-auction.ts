// `npm run demo-auction`: lists an auction in the running system and prints it as one line of JSON.
import process from 'node:process';
import { listDemoAuction } from './demo-auction/list-demo-auction.ts';
import { readDemoAuctionOptions } from './demo-auction/options.ts';
import { runningStores } from './demo-auction/running-stores.ts';

try {
  const options = readDemoAuctionOptions(process.argv.slice(2));
  const listed = await listDemoAuction(runningStores(process.env), options);
  process.stdout.write(`${JSON.stringify(listed)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
