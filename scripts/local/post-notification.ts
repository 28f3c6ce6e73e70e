import type { S3Notification } from './s3-notification.ts';

const TAKEN_WITHIN_MS = 3_000;

/** Tells the door of events what happened to a file; throws when nobody takes it. */
export async function postNotification(url: string, notification: S3Notification): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(notification),
    signal: AbortSignal.timeout(TAKEN_WITHIN_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the door of events answers ${answer.status}`);
}
