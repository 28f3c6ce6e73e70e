import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createLog, currentContext, withRequestContext } from './logger.ts';

const LOGGER = fileURLToPath(new URL('logger.ts', import.meta.url));

interface Line {
  level: string;
  message: string;
  room: string;
  timestamp: string;
  requestId?: string;
  [fact: string]: unknown;
}

/** What a process writes that logs as `code` says, and how it ended. */
function loggedBy(code: string): Promise<{ lines: Line[]; ended: number }> {
  const script = `import { createLog } from ${JSON.stringify(LOGGER)};
    const log = createLog('test', 'info'); ${code}`;
  return new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', script];
    execFile(process.execPath, args, (error, stdout) => {
      const lines = stdout.trim().split('\n').filter(Boolean);
      resolve({
        lines: lines.map((line) => JSON.parse(line) as Line),
        ended: Number(error?.code ?? 0),
      });
    });
  });
}

describe('the log', () => {
  const lines: Line[] = [];
  const urgents: boolean[] = [];
  const log = createLog('api', 'info', (line, urgent) => {
    lines.push(JSON.parse(line) as Line);
    urgents.push(urgent);
  });

  it('writes an event as one line of JSON, with its time, level and room', () => {
    log.info('bid.accepted', { auctionId: 'a', seq: 3, priceKrw: 1_000 });
    const { timestamp, ...line } = lines.at(-1) as Line;
    expect(line).to.deep.equal({
      ...{ level: 'info', message: 'bid.accepted', room: 'api' },
      ...{ auctionId: 'a', seq: 3, priceKrw: 1_000 },
    });
    expect(Math.abs(Date.parse(timestamp) - Date.now())).to.be.below(1_000);
  });

  it('tells each line the moment at which it was written', async () => {
    const from = lines.length;
    for (let line = 0; line < 3; line += 1) {
      log.info('moment');
      await new Promise((resolve) => {
        setTimeout(resolve, 3);
      });
    }
    const told = lines.slice(from).map(({ timestamp }) => timestamp);
    expect(new Set(told).size).to.equal(3);
    expect(told.toSorted()).to.deep.equal(told);
  });

  it('names every moment in full, of the same second and of another', () => {
    const moments = [
      '00:00:00.007',
      '00:00:00.999',
      '00:00:01.000',
      '00:00:00.998',
      '23:59:59.120',
    ];
    const { now } = Date;
    try {
      for (const moment of moments) {
        Date.now = () => Date.parse(`2026-07-01T${moment}Z`);
        log.info('moment');
        expect(lines.at(-1)).to.include({ timestamp: `2026-07-01T${moment}Z` });
      }
    } finally {
      Date.now = now;
    }
  });

  it('adds the ids of the request a line is written in and of its trace, also after waiting', async () => {
    await withRequestContext({ requestId: 'r-1', traceId: 't-1' }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      log.info('inside');
    });
    log.info('outside');
    expect(lines.slice(-2).map(({ requestId }) => requestId)).to.deep.equal(['r-1', undefined]);
    expect(lines.slice(-2).map(({ traceId }) => traceId)).to.deep.equal(['t-1', undefined]);
    expect(currentContext()).to.equal(undefined);
  });

  it('leaves a line about something else the ids that it has', () => {
    withRequestContext({ requestId: 'r-1', traceId: 't-1' }, () => {
      log.info('bid.heard', { requestId: 'r-2', traceId: 't-2' });
      log.info('bids.recorded', { requestId: ['r-3', 'r-4'], traceId: ['t-3', 't-4'] });
    });
    expect(lines.at(-2)).to.include({ requestId: 'r-2', traceId: 't-2' });
    expect(lines.at(-1)).to.deep.include({ requestId: ['r-3', 'r-4'], traceId: ['t-3', 't-4'] });
  });

  it('writes errors so that they can be read, and lists and objects whole', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    log.error('it.failed', { error, places: ['a', 'b'], none: null });
    const line = lines.at(-1);
    expect(line).to.deep.include({ level: 'error', places: ['a', 'b'], none: null });
    expect(line).to.have.nested.property('error.message', 'outer');
    expect(line).to.have.nested.property('error.cause.message', 'inner');
    expect(urgents.at(-1)).to.equal(true);
  });

  it('says the event alone as its message, whatever else it is told', () => {
    log.warn('search.away', { reason: 'connect ECONNREFUSED' });
    expect(lines.at(-1)).to.include({ message: 'search.away', reason: 'connect ECONNREFUSED' });
    // Of facts that were spread no type says which they are.
    const spread: object = { message: 'another', level: 'debug', room: 'web', timestamp: 'never' };
    log.warn('search.away', { ...spread });
    expect(lines.at(-1)).to.include({ message: 'search.away', level: 'warn', room: 'api' });
    expect(Date.parse(lines.at(-1)?.timestamp ?? '')).to.be.within(0, Date.now());
  });

  it('leaves out what is below its level', () => {
    const count = lines.length;
    log.debug('not this');
    log.warn('but this');
    expect(lines.length).to.equal(count + 1);
    expect(urgents.at(-1)).to.equal(false);
  });

  it('loses no line when the process exits at once, of an error too', async () => {
    const exiting = await loggedBy("log.info('a'); log.info('b'); process.exit(3);");
    expect(exiting.lines.map(({ message }) => message)).to.deep.equal(['a', 'b']);
    expect(exiting.ended).to.equal(3);
    const failing = await loggedBy("log.info('a'); throw new Error('uncaught');");
    expect(failing.lines.map(({ message }) => message)).to.deep.equal(['a']);
  });

  it('writes an error and all before it at once, and the rest soon', async () => {
    const killed = await loggedBy(
      "log.info('a'); log.error('b'); log.info('c'); process.kill(process.pid, 'SIGKILL');",
    );
    expect(killed.lines.map(({ message }) => message)).to.deep.equal(['a', 'b']);
    const waiting = await loggedBy(
      "log.info('a'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100);",
    );
    expect(waiting.lines.map(({ message }) => message)).to.deep.equal(['a']);
  });
});
