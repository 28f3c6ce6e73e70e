import { renewSignIn } from './call-api.ts';
import { LiveFeed } from './live-feed.ts';
import { leadAlone, seekLead } from './live-lock.ts';
import { TABS_NAME } from './live-messages.ts';
import { openStream } from './live-stream.ts';
import type { LiveTeam, TabChannel } from './live-team.ts';
import { openChannel } from './open-channel.ts';
import { serverClock } from './server-clock.ts';
import { isRemembered } from './session-memory.ts';
import { afterDelay } from './surroundings.ts';

const NO_CHANNEL: TabChannel = { post: () => {}, listen: () => () => {} };

/** The feed of this page. */
export const liveFeed = pageFeed();

/** One of the browser's tabs, or alone where tabs cannot agree. */
function pageFeed(): LiveFeed {
  // Web Locks exist on secure origins and localhost only; without them each tab has its connection.
  const canAgree = 'locks' in navigator && canHear();
  return new LiveFeed({
    tabId: crypto.getRandomValues(new Uint32Array(4)).join('-'),
    channel: canAgree ? tabChannel() : NO_CHANNEL,
    seekLead: canAgree ? seekLead : leadAlone,
    open: openStream,
    after: afterDelay,
    random: Math.random,
    wallMs: () => Date.now(),
    clock: serverClock,
    isSignedIn: isRemembered,
    renewSince: renewSignIn,
  });
}

/** Tells the feed of the page's coming and going, and of the network's; returns how to stop. */
export function followPage({ team }: LiveFeed): () => void {
  const stopPage = followLife(team);
  const stopNetwork = listenTo(globalThis, {
    online: () => team.online(),
    offline: () => team.offline(),
  });
  return () => {
    stopNetwork();
    stopPage();
    team.leave();
  };
}

function followLife(team: LiveTeam): () => void {
  let isHere = false;
  const come = (): void => {
    if (isHere) return;
    isHere = true;
    team.join(!document.hidden);
  };
  // Nothing runs in a page that is frozen or kept for the way back: the others must not wait for it.
  const go = (): void => {
    isHere = false;
    team.leave();
  };
  come();
  const stopWindow = listenTo(globalThis, { pagehide: go, pageshow: come });
  const stopDocument = listenTo(document, {
    freeze: go,
    resume: come,
    visibilitychange: () => team.look(!document.hidden),
  });
  return () => {
    stopWindow();
    stopDocument();
  };
}

function listenTo(target: EventTarget, listeners: Record<string, () => void>): () => void {
  const all = Object.entries(listeners);
  for (const [name, listener] of all) target.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of all) target.removeEventListener(name, listener);
  };
}

function canHear(): boolean {
  const channel = openChannel(TABS_NAME);
  channel?.close();
  return channel !== null;
}

function tabChannel(): TabChannel {
  let channel: BroadcastChannel | null = null;
  return {
    post: (message) => {
      // What is said after leaving has a channel of its own, so that it is said at all.
      const to = channel ?? openChannel(TABS_NAME);
      to?.postMessage(message);
      if (to !== channel) to?.close();
    },
    listen: (hear) => {
      const opened = openChannel(TABS_NAME);
      channel = opened;
      opened?.addEventListener('message', ({ data }) => hear(data));
      return () => {
        opened?.close();
        channel = null;
      };
    },
  };
}
