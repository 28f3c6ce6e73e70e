import { lambdaConnections } from '../connections.ts';
import { handling } from '../handling.ts';
import { reconcileBooks } from './reconcile-books.ts';
import { reconcileLatest } from './reconcile-day.ts';

/** EventBridge's door after the day's closing: compares the day as a whole, and checks the books. */
export const handler = handling(async () => {
  const connections = await lambdaConnections();
  await Promise.all([reconcileLatest(connections), reconcileBooks(connections)]);
});
