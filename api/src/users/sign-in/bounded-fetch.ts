import type { CustomFetch } from 'openid-client';

/** More than any token, key set or profile takes. */
const ANSWER_MAX_BYTES = 256 * 1024;

/** The answer was larger than anybody should send. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** Asks as `fetch` does, follows nowhere else, and reads no more than an answer may have. */
export const boundedFetch: CustomFetch = async (url, options) => {
  const answer = await fetch(url, { ...(options as RequestInit), redirect: 'manual' });
  const { status, headers } = answer;
  return new Response(await readBounded(answer), { status, headers });
};

async function readBounded(answer: Response): Promise<ArrayBuffer | null> {
  if (answer.body === null) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_MAX_BYTES) throw new TooLargeError(`over ${ANSWER_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}
