import { expect } from 'chai';
import type { LogEntry } from '@sagopalgo/core/redis/log-entries.ts';
import { createLog, withRequestContext } from '@sagopalgo/core/runtime/logger.ts';
import { tellRecorded } from './tell-recorded.ts';

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
});
