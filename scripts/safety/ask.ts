import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

const WITHIN_MS = 20_000;

/** A request to the letter: nothing is encoded, completed or mended on its way. */
export interface RawCall {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Asks over connections that are kept, so that thousands of calls take seconds. */
export class RawClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });
  readonly #url: URL;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  ask({ method, path, headers, body }: RawCall): Promise<RawAnswer> {
    const { hostname: host, port } = this.#url;
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          ...{ agent: this.#agent, host, port, method, path, timeout: WITHIN_MS },
          headers: { ...length, ...headers },
        },
        (answer) => {
          buffer(answer).then(
            (read) =>
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                text: read.toString('utf8'),
              }),
            reject,
          );
        },
      );
      asked.once('timeout', () => asked.destroy(new Error(`no answer to ${method} ${path}`)));
      asked.once('error', reject);
      asked.end(body);
    });
  }

  end(): void {
    this.#agent.destroy();
  }
}
