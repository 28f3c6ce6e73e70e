import { AsyncLocalStorage } from 'node:async_hooks';
import winston from 'winston';
import { describeError } from './describe-error.ts';
import { writeSoon } from './stdout-lines.ts';
import type { RequestContext } from './trace-context.ts';

/** Where winston's formats leave the finished line for its transports. */
const MESSAGE = Symbol.for('message');

const requestContext = new AsyncLocalStorage<RequestContext>();

/** Writes one JSON line per event: `log.info('bid.accepted', { auctionId, seq })`. */
export interface Log {
  /** A person must act now. */
  error(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  info(event: string, facts?: Record<string, unknown>): void;
  debug(event: string, facts?: Record<string, unknown>): void;
}

/** Takes one finished line; an urgent one must not wait. */
export type WriteLine = (line: string, urgent: boolean) => void;

/** The log of one process: JSON lines on stdout, each with its time, level, room, request and trace. */
export function createLog(room: string, level: string, write: WriteLine = writeSoon): Log {
  return winston.createLogger({
    level,
    defaultMeta: { room },
    format: jsonLine(),
    transports: [lineTransport(write)],
  });
}

/** Runs `work` so that every log line within it carries the ids of the request and its trace. */
export function withRequestContext<Result>(context: RequestContext, work: () => Result): Result {
  return requestContext.run(context, work);
}

/** What is being done right now; undefined outside of anything that was asked for. */
export function currentContext(): RequestContext | undefined {
  return requestContext.getStore();
}

const anyJson = winston.format.json({ replacer: errorsReadable });

// One step in place of winston's three, as every bid writes a line.
const jsonLine = winston.format((info) => {
  const context = requestContext.getStore();
  if (context) {
    // A line about something that has a trace of its own keeps that.
    info['requestId'] ??= context.requestId;
    info['traceId'] ??= context.traceId;
  }
  info['timestamp'] = new Date().toISOString();
  if (!isFlat(info)) return anyJson.transform(info, anyJson.options);
  info[MESSAGE] = JSON.stringify(info);
  return info;
});

// Winston's own console announces each line once more, in a turn of the event loop of its own.
function lineTransport(write: WriteLine) {
  return new winston.transports.Console({
    log: (info: winston.Logform.TransformableInfo, done: () => void) => {
      write(String(info[MESSAGE]), info.level === 'error');
      done();
    },
  });
}

function isFlat(info: object): boolean {
  for (const value of Object.values(info)) {
    if (typeof value === 'object' || typeof value === 'bigint') return false;
  }
  return true;
}

function errorsReadable(_key: string, value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}
