import { HOME_PATH } from './paths.ts';

const NEXT_KEY = 'sagopalgo.sign-in-next';
const OWN_PATH = /^\/(?![/\\])/;

/** Keeps in this tab where a way to a provider is to lead in the end. */
export function keepNext(next: string): void {
  try {
    sessionStorage.setItem(NEXT_KEY, next);
  } catch {
    // Without storage it leads home.
  }
}

/** Where it leads; only ever within this site. */
export function keptNext(): string {
  try {
    const next = sessionStorage.getItem(NEXT_KEY) ?? HOME_PATH;
    return OWN_PATH.test(next) ? next : HOME_PATH;
  } catch {
    return HOME_PATH;
  }
}
