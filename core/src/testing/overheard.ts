import { connectSubscriber } from '../redis/connect.ts';
import { eventually, testUrls } from './connections.ts';

/** What is said on one channel, as it is heard. */
export interface Overheard {
  messages: string[];
  /** Resolves with all messages once there are so many. */
  heard(count: number): Promise<string[]>;
  leave(): void;
}

/** Listens to a sharded channel; what is said from now on is heard. */
export async function overhear(channel: string): Promise<Overheard> {
  const subscriber = connectSubscriber(testUrls().redisUrl);
  subscriber.on('error', () => undefined);
  await subscriber.connect();
  const messages: string[] = [];
  subscriber.on('smessage', (_channel: string, message: string) => messages.push(message));
  await subscriber.ssubscribe(channel);
  return {
    messages,
    heard: (count) => eventually(async () => messages.length >= count && messages),
    leave: () => subscriber.disconnect(),
  };
}
