import { AsyncLocalStorage } from 'node:async_hooks';
import winston from 'winston';
import { describeError } from './describe-error.ts';

/** What every line written while a request is under way says about it. */
export interface RequestContext {
  requestId: string;
}

const requestContext = new AsyncLocalStorage<RequestContext>();

/** Writes one JSON line per event: `log.info('bid.accepted', { auctionId, seq })`. */
export interface Log {
  /** A person must act now. */
  error(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  info(event: string, facts?: Record<string, unknown>): void;
  debug(event: string, facts?: Record<string, unknown>): void;
}

/** The log of one process: JSON lines on stdout, each with its time, level, room and request id. */
export function createLog(room: string, level: string): Log {
  const stampContext = winston.format((info) => Object.assign(info, requestContext.getStore()));
  return winston.createLogger({
    level,
    defaultMeta: { room },
    format: winston.format.combine(
      stampContext(),
      winston.format.timestamp(),
      winston.format.json({ replacer: errorsReadable }),
    ),
    transports: [new winston.transports.Console()],
  });
}

/** Runs `work` so that every log line within it carries the request's id. */
export function withRequestContext<Result>(context: RequestContext, work: () => Result): Result {
  return requestContext.run(context, work);
}

function errorsReadable(_key: string, value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}
