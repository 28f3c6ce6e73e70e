import { lambdaConnections } from '../connections.ts';
import { reconcileLatest } from './reconcile-day.ts';

/** EventBridge's door after the day's closing: compares the day as a whole. */
export async function handler(): Promise<void> {
  await reconcileLatest(await lambdaConnections());
}
