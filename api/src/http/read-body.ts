import type { IncomingMessage } from 'node:http';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { invalidField } from './parse-call.ts';

const BODY_MAX_BYTES = 64 * 1024;
const JSON_TYPE = /^application\/json *(?:; *charset="?utf-8"? *)?$/i;

/**
 * The JSON a request carries, `{}` when it carries nothing. Throws PAYLOAD_TOO_LARGE above 64 KiB and
 * INVALID_REQUEST for anything that is not called JSON in UTF-8, is packed, or cannot be parsed.
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const text = await readBodyText(request, BODY_MAX_BYTES);
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField('', 'JSON을 읽을 수 없어요.');
  }
}

/** The same as it was sent, up to a size of one's own, and not parsed yet. Throws at once, or rejects. */
export function readBodyText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const { headers } = request;
  const length = headers['content-length'];
  const hasBody = headers['transfer-encoding'] !== undefined || (length ?? '0') !== '0';
  if (!hasBody) return Promise.resolve('');
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) {
    throw invalidField('', 'application/json으로 보내 주세요.');
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw invalidField('', '압축하지 않고 보내 주세요.');
  }
  if (Number(length ?? 0) > maxBytes) throw new RefusalError('PAYLOAD_TOO_LARGE');
  return readText(request, maxBytes);
}

// Read by hand: the parser of Express looks at charsets and encodings that are refused here anyway,
// and takes three times as long for it.
function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      // The rest is read and dropped, so that the connection can go on; the server's own time limit
      // ends it if need be.
      request.off('data', take).resume();
      reject(new RefusalError('PAYLOAD_TOO_LARGE'));
    };
    request.on('data', take);
    request.on('end', () => resolve(textOf(chunks)));
    // A broken connection closes too, and is no error as long as nobody listens for one.
    request.on('close', () => {
      if (!request.complete) reject(new Error('the caller hung up'));
    });
  });
}

function textOf(chunks: Buffer[]): string {
  const [only] = chunks;
  return only && chunks.length === 1
    ? only.toString('utf8')
    : Buffer.concat(chunks).toString('utf8');
}
