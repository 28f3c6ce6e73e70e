import { AsyncLocalStorage } from 'node:async_hooks';
import winston from 'winston';
import { describeError } from './describe-error.ts';
import { writeSoon } from './stdout-lines.ts';
import type { RequestContext } from './trace-context.ts';

/** Where winston's format leaves the finished line for its transports. */
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
 * The log of one process: JSON lines on stdout, each with its time, level, room, request and trace. Levels are
 * winston's, and so is the JSON of facts that are more than words and numbers. Its logger would hand each line through
 * three streams, so that several transports can take it: that is most of what a line costs, every bid writes one, and
 * here one alone takes them.
 */
export function createLog(room: string, level: keyof Log, write: WriteLine = writeSoon): Log {
  const at = (own: keyof Log): Log[keyof Log] => {
    if (RANKS[own] > RANKS[level]) return () => {};
    return (event, facts) => {
      const context = requestContext.getStore();
      const fixed = { timestamp: isoNow(), level: own, room, message: event };
      // A line about something that has a request and a trace of its own keeps those; what is fixed nothing takes.
      const ids = { requestId: context?.requestId, traceId: context?.traceId };
      const line = { ...fixed, ...ids, ...facts, ...fixed };
      write(isFlat(facts) ? JSON.stringify(line) : inAnyJson(line), own === 'error');
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

function inAnyJson(line: winston.Logform.TransformableInfo): string {
  const info = anyJson.transform(line, anyJson.options) as winston.Logform.TransformableInfo;
  return String(info[MESSAGE]);
}

let saidS = -1;
let said = '';

// Thousands of lines of a rush are of one second, and saying it costs as much as the rest of the line.
function isoNow(): string {
  const nowMs = Date.now();
  const nowS = Math.floor(nowMs / 1000);
  if (nowS !== saidS) {
    saidS = nowS;
    said = new Date(nowS * 1000).toISOString().slice(0, -'000Z'.length);
  }
  return `${said}${String(nowMs % 1000).padStart(3, '0')}Z`;
}

// By name, as a list of the values would have to be made for every line.
function isFlat(facts: Facts | undefined): boolean {
  for (const name in facts) {
    if (typeof facts[name] === 'object' || typeof facts[name] === 'bigint') return false;
  }
  return true;
}

function errorsReadable(_key: string, value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}
