const WORKER = '/push-worker.js';
const KEPT_AS = 'sagopalgo.push-of';

/** What the api is told of a browser that wants pushes. */
export interface BrowserSubscription {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Whether this browser can be pushed to: `asks` until the person has decided, `denied` where they said no. */
export function pushPermission(): 'unsupported' | 'asks' | 'denied' | 'granted' {
  const isThere =
    'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
  if (!isThere) return 'unsupported';
  return Notification.permission === 'default' ? 'asks' : Notification.permission;
}

/**
 * Subscribes this browser to our pushes; call it from a press, as the person may be asked. Null where they say no.
 * Throws where the browser's push service does not answer.
 */
export async function subscribeBrowser(pushKey: string): Promise<BrowserSubscription | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const own = await pushManager.getSubscription();
  // One under another key of ours cannot be sent to any more.
  if (own && keyOf(own) !== pushKey) await own.unsubscribe();
  const asked = { userVisibleOnly: true, applicationServerKey: pushKey };
  const { endpoint, keys } = (await pushManager.subscribe(asked)).toJSON();
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined) {
    throw new Error('the browser subscribed without keys');
  }
  return { endpoint, p256dh, auth };
}

/** Ends this browser's subscription; the endpoint that it had, or null where it had none. */
export async function unsubscribeBrowser(): Promise<string | null> {
  const subscription = await ownSubscription();
  if (!subscription) return null;
  await subscription.unsubscribe();
  return subscription.endpoint;
}

/** Whether this browser is subscribed. */
export async function isSubscribed(): Promise<boolean> {
  return (await ownSubscription()) !== null;
}

/** Keeps on this browser whose pushes it shows, so that they come again after they sign in again; null for nobody's. */
export function rememberPushOf(userId: string | null): void {
  try {
    if (userId === null) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, userId);
  } catch {
    // Without storage the person turns pushes on again themselves.
  }
}

/** Whose pushes this browser shows. */
export function pushOf(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

async function ownSubscription(): Promise<PushSubscription | null> {
  if (pushPermission() === 'unsupported') return null;
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

function keyOf({ options }: PushSubscription): string | null {
  if (options.applicationServerKey === null) return null;
  const bytes = new Uint8Array(options.applicationServerKey);
  const text = btoa(String.fromCodePoint(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
