import { TABS_NAME } from './live-messages.ts';

/** As the channel's name, for one age of the page: tabs that do not hear each other do not fight for the lead. */
const LOCK = `${TABS_NAME}.leader`;

export interface LockHandlers {
  onGranted: () => void;
  /** Another tab took it by force. */
  onStolen: () => void;
}

/** Asks for the lead among the browser's tabs; returns how to give it back or to stop asking. */
export type SeekLead = (handlers: LockHandlers, force: boolean) => () => void;

/** The lead by Web Locks; whoever closes or crashes gives it back without a word. */
export const seekLead: SeekLead = ({ onGranted, onStolen }, force) => {
  const asking = new AbortController();
  const { promise: held, resolve: giveBack } = Promise.withResolvers<void>();
  // A lock can be taken by force or waited for with a way to stop, never both.
  const options = force ? { steal: true } : { signal: asking.signal };
  let isOver = false;
  let isHeld = false;
  const hold = async (): Promise<void> => {
    if (isOver) return;
    isHeld = true;
    onGranted();
    await held;
  };
  navigator.locks.request(LOCK, options, hold).catch(() => {
    if (isOver) return;
    if (isHeld) onStolen();
    // Browsers refuse locks where storage is blocked: nobody can be agreed with.
    else onGranted();
  });
  return () => {
    isOver = true;
    asking.abort();
    giveBack();
  };
};

/** Where tabs cannot agree (a page without https), each leads itself. */
export const leadAlone: SeekLead = ({ onGranted }) => {
  onGranted();
  return () => {};
};
