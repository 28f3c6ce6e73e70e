/** What a stream is asked for with, as far as it matters here. */
export interface StreamRequest {
  method: string;
  /** The path with its query, as it was sent. */
  target: string;
  /** By name in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Who is on the other side of the connection: a client or a proxy. */
  remoteAddress: string;
}

const HEAD_MAX_BYTES = 8_192;
const HEAD_END = '\r\n\r\n';
const FIRST_LINE = /^GET (\/events\?[!-"$-~]*) HTTP\/1\.1$/;
/** No two parts of it can take the same byte in a row: whatever does not fit is found out in one go. */
const HEADER = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):[\t ]*([!-~][\t -~]*)?$/;
/** What says that more comes, or that something else is wanted than an answer. */
const NOT_SIMPLE = ['content-length', 'transfer-encoding', 'upgrade', 'expect', 'trailer', 'te'];

/**
 * Reads the head of a `GET /events?…` that arrived whole and is as plain as browsers write it; null for
 * anything else, which is not wrong, but for a real HTTP parser to judge.
 */
export function readSimpleHead(
  bytes: Buffer,
): Pick<StreamRequest, 'method' | 'target' | 'headers'> | null {
  if (bytes.length > HEAD_MAX_BYTES) return null;
  const text = bytes.toString('latin1');
  if (text.indexOf(HEAD_END) !== text.length - HEAD_END.length) return null;
  const [first = '', ...lines] = text.slice(0, -HEAD_END.length).split('\r\n');
  const target = FIRST_LINE.exec(first)?.[1];
  if (target === undefined) return null;
  const headers: Record<string, string> = Object.create(null);
  for (const line of lines) {
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name === undefined) return null;
    const key = name.toLowerCase();
    if (key in headers || NOT_SIMPLE.includes(key)) return null;
    headers[key] = value.trimEnd();
  }
  const { host, connection = 'keep-alive' } = headers;
  const isPlain = host !== undefined && /^(keep-alive|close)$/i.test(connection);
  return isPlain ? { method: 'GET', target, headers } : null;
}
