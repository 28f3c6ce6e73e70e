// `npm run verify -- <url or file>`: checks an ended auction's log against the rules of bidding.
// Ends with 0 when it is verified, 1 when something in it does not follow, 2 when it could not be checked.
import process from 'node:process';
import { verifyDownloaded } from '@sagopalgo/core/contracts/verify-auction-log.ts';
import { readVerifyOptions } from './verify/options.ts';
import { loadLog, readHeads, readReceipts, saveLog } from './verify/sources.ts';
import { inWords } from './verify/words.ts';

const VERIFIED = 0;
const DOES_NOT_FOLLOW = 1;
const NOT_CHECKED = 2;

try {
  const options = readVerifyOptions(process.argv.slice(2));
  const receipts = readReceipts(options.receipts);
  const keptHeads = options.headsFile === null ? [] : readHeads(options.headsFile);
  const log = await loadLog(options.source, options.keysFile);
  if (options.saveTo !== null) saveLog(log, options.saveTo);
  const verdict = await verifyDownloaded(log, { receipts, keptHeads });
  process.stdout.write(`${inWords(log.auctionId, verdict).join('\n')}\n`);
  process.exitCode = verdict.verified ? VERIFIED : DOES_NOT_FOLLOW;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = NOT_CHECKED;
}
