// What shows our pushes, whether or not a page of ours is open. Its text is what
// lambdas/src/send-pushes/push-message.ts makes: { noticeId, tag, heading, text, path }.

const NOTICES = '/notices';

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('push', (event) => {
  event.waitUntil(show(readMessage(event.data)));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(placeOf(event.notification.data)));
});

// A browser may show something of its own where nothing is shown for a push.
function readMessage(data) {
  try {
    const { noticeId, tag = noticeId, heading, text, path } = data.json();
    const isOfMany = tag !== noticeId;
    return { tag: String(tag), isOfMany, heading: String(heading), text: String(text), path };
  } catch {
    const text = '새 알림이 있어요.';
    return { tag: 'unread', isOfMany: false, heading: '사고팔고', text, path: NOTICES };
  }
}

// What has the same tag takes the place of the one that is there: silently where it is the same notice once more, and
// with a ring where it is another one.
function show({ tag, isOfMany, heading, text, path }) {
  const looks = { body: text, tag, renotify: isOfMany, icon: '/icon.svg', lang: 'ko' };
  return self.registration.showNotification(heading, { ...looks, data: path });
}

// Nowhere but on our own pages.
function placeOf(path) {
  const { origin } = self.location;
  const isPath = typeof path === 'string' && path.startsWith('/');
  const url = new URL(isPath ? path : NOTICES, origin);
  return url.origin === origin ? url.href : new URL(NOTICES, origin).href;
}
