import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';

const ANSWERS_MAX = 2_000_000;

/** What a rush came to. */
export interface RushResult {
  answeredPerSecond: number;
  acceptedPerSecond: number;
}

/**
 * Posts to `url` over one connection for each token, each as fast as it is answered, for `forMs`.
 * Throws on an answer that is neither 201 nor 409.
 */
export async function rush(options: {
  url: string;
  tokens: readonly string[];
  forMs: number;
  body: () => string;
  onRefused: (detail: { minimumKrw?: number }) => void;
}): Promise<RushResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.tokens.length });
  const startedAtMs = performance.now();
  const counts = { answered: 0, accepted: 0 };
  const caller = async (token: string): Promise<void> => {
    while (performance.now() - startedAtMs < options.forMs && counts.answered < ANSWERS_MAX) {
      const { status, text } = await post(options.url, agent, token, options.body());
      counts.answered += 1;
      if (status === 201) counts.accepted += 1;
      else if (status === 409) options.onRefused(detailOf(text));
      else throw new Error(`The load test was answered ${status}: ${text}`);
    }
  };
  try {
    await Promise.all(options.tokens.map(caller));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - startedAtMs) / 1000;
  return {
    answeredPerSecond: counts.answered / seconds,
    acceptedPerSecond: counts.accepted / seconds,
  };
}

function post(
  url: string,
  agent: Agent,
  token: string,
  body: string,
): Promise<{ status: number; text: string }> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject);
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  answer.setEncoding('utf8');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return text;
}

function detailOf(text: string): { minimumKrw?: number } {
  return (JSON.parse(text) as { detail: { minimumKrw?: number } }).detail;
}
