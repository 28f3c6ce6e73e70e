// One room of socket.io, by websocket only, with its own recovery of missed events on.
import { Server } from 'socket.io';
import { serveEvents } from './take-events.ts';

const ROOM = 'auction';
const RECOVERY_MS = 120_000;

const io = new Server({
  transports: ['websocket'],
  serveClient: false,
  connectionStateRecovery: { maxDisconnectionDuration: RECOVERY_MS },
});
io.on('connection', (socket) => void socket.join(ROOM));

await serveEvents(
  ({ event }) => void io.to(ROOM).emit('bid', event),
  (_request, response) => void response.writeHead(404).end(),
  (server) => void io.attach(server),
);
