import type { RequestListener } from 'node:http';
import type { Express, Request, Response } from 'express';
import type { Bind } from './serve.ts';

/** What a request is made ready by, and what turns a rejection into its answer. */
export interface DoorDuties {
  enter: (request: Request, response: Response, next: () => void) => void;
  refuse: (error: unknown, request: Request, response: Response) => void;
}

/** Letters that mean themselves in a path: anything else goes the long way. */
const PLAIN = '([A-Za-z0-9_-]+)';

interface Bound {
  method: string;
  /** The whole address, with a group for each parameter. */
  path: RegExp;
  /** The parameters' names, in the order of the groups. */
  names: readonly string[];
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
    const names: string[] = [];
    const pattern = path.replaceAll(/:(\w+)/g, (_param, name: string) => {
      names.push(name);
      return PLAIN;
    });
    this.#bound.push({ method, path: new RegExp(`^${pattern}$`), names, answer });
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
    for (const { method, path, names, answer } of this.#bound) {
      if (method !== request.method) continue;
      const found = path.exec(request.url);
      if (found === null) continue;
      const params: Record<string, string> = {};
      for (const [index, name] of names.entries()) params[name] = found[index + 1] as string;
      request.params = params;
      return answer;
    }
    return null;
  }
}
