import type { IncomingMessage } from 'node:http';

/** Only the front knows the true address of the one who asks; what a client claims is dropped. */
export function sayWhoAsked(request: IncomingMessage): void {
  const { headers, socket } = request;
  for (const name of Object.keys(headers)) {
    if (name.startsWith('x-forwarded-') || name === 'forwarded' || name === 'x-real-ip') {
      delete headers[name];
    }
  }
  headers['x-forwarded-for'] = socket.remoteAddress ?? '';
  headers['x-forwarded-host'] = headers.host ?? '';
  headers['x-forwarded-proto'] = 'http';
}
