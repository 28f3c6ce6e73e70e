const ENDPOINT_MAX_CHARS = 1_000;
/** Names that lead to machines of one's own, whatever they resolve to. */
const INNER_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa|test|invalid)\.?$/i;
const ADDRESS = /^(\[.*\]|[\d.]+|0x[\da-f.x]+)$/i;

/**
 * Whether an address can be a push service's: our servers will call it, so it has to be a public name, by https and
 * on its usual port. What the name resolves to is looked at again with each call.
 */
export function isPushEndpoint(text: string): boolean {
  if (text.length > ENDPOINT_MAX_CHARS || !URL.canParse(text)) return false;
  const { protocol, hostname, port, username, password, hash } = new URL(text);
  return (
    protocol === 'https:' &&
    [port, username, password, hash].every((part) => part === '') &&
    hostname.includes('.') &&
    !INNER_NAME.test(hostname) &&
    !ADDRESS.test(hostname)
  );
}

/** The same on the local start, where a push service may also be one on this machine. */
export function isLocalPushEndpoint(text: string): boolean {
  if (isPushEndpoint(text)) return true;
  return text.length <= ENDPOINT_MAX_CHARS && /^http:\/\/(127\.0\.0\.1|localhost):\d+\//.test(text);
}
