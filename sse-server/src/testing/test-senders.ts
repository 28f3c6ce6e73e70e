import process from 'node:process';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { FRAME_SENDERS, frameSender } from '../frame-sender.ts';
import type { SendToAll } from '../frame-sender.ts';

/** By what frames are sent in tests; `npm test` builds the compiled one where there is a compiler. */
export function testSenders(): { name: string; sendToAll: SendToAll | null }[] {
  const log = quietLog();
  const node = { name: "Node's streams", sendToAll: null };
  const sendToAll = frameSender('auto', log);
  return sendToAll ? [node, { name: 'the compiled sender', sendToAll }] : [node];
}

/** By what test windows send: what a process would choose that reads the same FRAME_SENDER. */
export function testSendToAll(): SendToAll | null {
  const wished = process.env['FRAME_SENDER'] || 'auto';
  const wish = FRAME_SENDERS.find((known) => known === wished);
  if (wish === undefined) throw new Error(`there is no FRAME_SENDER "${wished}"`);
  return frameSender(wish, quietLog());
}
