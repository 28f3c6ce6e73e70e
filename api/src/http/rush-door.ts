import type { RequestListener } from 'node:http';
import type { Express, Request, Response } from 'express';
import type { Bind } from './serve.ts';

/** What a request is made ready by, and what turns a rejection into its answer. */
export interface DoorDuties {
  enter: (request: Request, response: Response, next: () => void) => void;
  refuse: (error: unknown, request: Request, response: Response) => void;
}

/** Letters that mean themselves in a path: anything else goes the long way. */
const PLAIN = /^[A-Za-z0-9_-]+$/;

/** One part of a path: a word, or a parameter by its name. */
type Segment = { word: string } | { param: string };

interface Bound {
  method: string;
  segments: readonly Segment[];
  answer: Parameters<Bind>[2];
}

/**
 * A door before Express's router for calls that come in rushes: the way through the router costs a bid
 * a sixth of what the whole call does. What is bound here is declared, checked, answered and refused
 * like everything else. A request that is not plainly one of these, or carries a query, goes on to Express.
 */
export class RushDoor {
  readonly #bound: Bound[] = [];
  readonly #duties: DoorDuties;

  constructor(duties: DoorDuties) {
    this.#duties = duties;
  }

  /** Binds as a router does. */
  readonly bind: Bind = (method, path, answer) => {
    this.#bound.push({ method, segments: path.split('/').map(segmentOf), answer });
  };

  /** What a server calls. Its messages need the prototypes of `app`: see `expressMessages`. */
  before(app: Express): RequestListener {
    return (message, reply) => {
      const [request, response] = [message as Request, reply as Response];
      const answer = this.#answerTo(request);
      if (answer === null) {
        app(request, response);
        return;
      }
      const { enter, refuse } = this.#duties;
      enter(request, response, () => {
        answer(request, response).catch((error: unknown) => refuse(error, request, response));
      });
    };
  }

  #answerTo(request: Request): Bound['answer'] | null {
    for (const { method, segments, answer } of this.#bound) {
      if (method !== request.method) continue;
      const params = paramsIn(request.url, segments);
      if (params === null) continue;
      request.params = params;
      return answer;
    }
    return null;
  }
}

function segmentOf(part: string): Segment {
  return part.startsWith(':') ? { param: part.slice(1) } : { word: part };
}

function paramsIn(url: string, segments: readonly Segment[]): Record<string, string> | null {
  const parts = url.split('/');
  if (parts.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (let index = 0; index < parts.length; index += 1) {
    const [part, segment] = [parts[index] as string, segments[index] as Segment];
    if ('word' in segment) {
      if (part !== segment.word) return null;
    } else if (PLAIN.test(part)) {
      params[segment.param] = part;
    } else return null;
  }
  return params;
}
