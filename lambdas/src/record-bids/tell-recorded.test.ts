import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { LogEntry } from '@sagopalgo/core/redis/log-entries.ts';
import { createLog, withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import { packContext } from '@sagopalgo/core/runtime/trace-context.ts';
import { tellRecorded } from './tell-recorded.ts';

/** What the engines of containers take for one piece, less what they add. */
const LINE_MAX_BYTES = 16_000;

interface Told {
  requestId: string[];
  traceId: string[];
  fromSeq: number;
  toSeq: number;
  entries: number;
}

/** The longest name that a request may have. */
const requestOf = ({ seq }: Pick<LogEntry, 'seq'>) => String(seq).padStart(64, 'r');

function bidOf(seq: number): LogEntry {
  const traceId = randomUUID().replaceAll('-', '');
  return {
    ...{ type: 'bid', seq, raise: 0, epochNumber: 1, priceKrw: 1_000 + seq, minimumKrw: null },
    ...{ bidCount: seq, ordinal: 1, leaderOrdinal: 1, reserve: 'none', acceptedAtMs: seq },
    ...{ closesAtMs: 9_000, extended: false, bidderId: 'a', bidId: randomUUID(), kind: 'exact' },
    ...{ amountKrw: 1_000 + seq, outcome: 'leading', leaderId: 'a' },
    trace: packContext({ requestId: requestOf({ seq }), traceId }),
  };
}

describe('what was recorded, in the log', () => {
  it('has the ids of the round that recorded it where nobody’s bid is among it', () => {
    const lines: string[] = [];
    const log = createLog('keeper', 'info', (line) => lines.push(line));
    const moved: LogEntry = {
      ...{ type: 'extended', seq: 3, raise: 1, epochNumber: 1 },
      ...{ closesAtMs: 2_000, reason: 'operator', atMs: 1_000 },
    };
    const round = { requestId: 'the-round', traceId: 'a'.repeat(32) };
    withRequestContext(round, () => tellRecorded(log, 'an-auction', [moved]));
    expect(JSON.parse(lines[0] ?? '')).to.include({ ...round, entries: 1, fromSeq: 3 });
  });

  it('has every bid of a full batch once, in lines that engines of containers hand over whole', () => {
    const lines: string[] = [];
    const log = createLog('keeper', 'info', (line) => lines.push(line));
    const entries = Array.from({ length: 500 }, (_, index) => bidOf(index + 1));
    tellRecorded(log, randomUUID(), entries);
    for (const line of lines) expect(Buffer.byteLength(line)).to.be.below(LINE_MAX_BYTES);
    const told = lines.map((line) => JSON.parse(line) as Told);
    expect(told.flatMap(({ requestId }) => requestId)).to.deep.equal(entries.map(requestOf));
    expect(new Set(told.flatMap(({ traceId }) => traceId))).to.have.lengthOf(500);
    expect(told.map(({ fromSeq, toSeq, entries }) => [fromSeq, toSeq, entries])).to.deep.equal(
      [0, 1, 2, 3, 4].map((hundred) => [hundred * 100 + 1, hundred * 100 + 100, 100]),
    );
  });
});
