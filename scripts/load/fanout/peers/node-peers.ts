import { join } from 'node:path';
import { startPart } from '../../../local/part.ts';
import type { Peer } from '../peers.ts';
import { posting } from './posted.ts';

/** better-sse on Node's own HTTP server, one channel, with ids and the last 64 events. */
export const betterSse = nodePeer({
  name: 'better-sse',
  file: 'scripts/load/fanout/peers/better-sse-server.ts',
  path: '/events',
  protocol: 'sse',
  resumes: true,
});

/** socket.io by websocket only, one room, with its recovery of missed events. */
export const socketIo = nodePeer({
  name: 'socket.io',
  file: 'scripts/load/fanout/peers/socket-io-server.ts',
  path: '/socket.io/?EIO=4&transport=websocket',
  protocol: 'websocket',
  // It does, but by a session's own id and offset in a later message, which the client does not speak.
  resumes: false,
});

function nodePeer({
  name,
  file,
  path,
  protocol,
  resumes,
}: {
  name: string;
  file: string;
  path: string;
  protocol: 'sse' | 'websocket';
  resumes: boolean;
}): Peer {
  return {
    name,
    resumes,
    prepare: () => Promise.resolve(null),
    start: async ({ dataDir }) => {
      const logFile = join(dataDir, `${name}.log`);
      const part = await startPart({ name, file, env: {}, ports: ['HTTP_PORT'], logFile });
      const port = part.ports['HTTP_PORT'] ?? 0;
      const { publish, flush, close } = posting(port, '/publish');
      const stop = (): Promise<void> => {
        close();
        return part.kill();
      };
      return { pid: part.pid, port, path, protocol, publish, flush, stop };
    },
  };
}
