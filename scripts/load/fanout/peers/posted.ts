import { eventText } from '../event-text.ts';
import type { RunningServer } from '../peers.ts';
import { openSender } from '../sender.ts';

/** Gives a server its events by POST, one JSON text each, on one connection. */
export function posting(
  port: number,
  path: string,
  headers: readonly string[] = [],
): Pick<RunningServer, 'publish' | 'flush'> & { close: () => void } {
  const sender = openSender(port, path, headers);
  return {
    publish: (topic, seq) => sender.send(eventText(`peerload-${topic}`, seq)),
    flush: sender.flush,
    close: sender.close,
  };
}
