import { parse } from 'bowser';

const WORDS_MAX_CHARS = 60;
/** Longer than any browser's; what is behind it is not looked at. */
const USER_AGENT_MAX_CHARS = 512;

/** What a browser is in words, such as `Chrome, Windows`; '' where it says nothing that is known. */
export function deviceWords(userAgent: string): string {
  if (userAgent.trim() === '') return '';
  const { browser, os } = parse(userAgent.slice(0, USER_AGENT_MAX_CHARS));
  return [browser.name, os.name].filter(Boolean).join(', ').slice(0, WORDS_MAX_CHARS);
}
