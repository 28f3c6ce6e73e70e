import { AsyncLocalStorage } from 'node:async_hooks';
import winston from 'winston';
import { describeError } from './describe-error.ts';
import { writeSoon } from './stdout-lines.ts';
import type { RequestContext } from './trace-context.ts';

/** Where winston's formats leave the finished line for its transports. */
const MESSAGE = Symbol.for('message');
const RANKS = winston.config.npm.levels as Record<keyof Log, number>;

const requestContext = new AsyncLocalStorage<RequestContext>();

/** What is told beside the event; what every line has is none of it. */
export interface Facts {
  [fact: string]: unknown;
  level?: never;
  message?: never;
  room?: never;
  timestamp?: never;
}

/** Writes one JSON line per event: `log.info('bid.accepted', { auctionId, seq })`. */
export interface Log {
  /** A person must act now. */
  error(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  info(event: string, facts?: Facts): void;
  debug(event: string, facts?: Facts): void;
}

/** Takes one finished line; an urgent one must not wait. */
export type WriteLine = (line: string, urgent: boolean) => void;

/**
 * The log of one process: JSON lines on stdout, each with its time, level, room, request and trace. Levels and formats
 * are winston's. Its logger would hand each line through three streams, so that several transports can take it: that
 * is most of what a line costs, every bid writes one, and here one alone takes them.
 */
export function createLog(room: string, level: keyof Log, write: WriteLine = writeSoon): Log {
  const format = jsonLine();
  const at = (own: keyof Log): Log[keyof Log] => {
    if (RANKS[own] > RANKS[level]) return () => {};
    return (event, facts) => {
      const info = format.transform({ room, ...facts, level: own, message: event });
      write(String((info as winston.Logform.TransformableInfo)[MESSAGE]), own === 'error');
    };
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
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

function isFlat(info: object): boolean {
  for (const value of Object.values(info)) {
    if (typeof value === 'object' || typeof value === 'bigint') return false;
  }
  return true;
}

function errorsReadable(_key: string, value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}
