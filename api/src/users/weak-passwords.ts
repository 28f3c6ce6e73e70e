import popularPasswords from 'popular-passwords' with { type: 'json' };
import type { Settings } from '../deps.ts';
import { invalidField } from '../http/parse-call.ts';

const WEAK = '남이 짐작하기 쉬운 비밀번호예요. 다른 비밀번호로 정해 주세요.';

/** Words of the house, of which nobody may make a password alone. */
const HOUSE_WORDS = ['sagopalgo', '사고팔고', 'auction', '경매', 'password', '비밀번호'];
/** What people add to a word to make a password of it. */
const ADDED = /[^\p{L}]/gu;

const popular: ReadonlySet<string> = new Set(popularPasswords);

/** Throws INVALID_REQUEST, of the field that is named, for a password that others would guess. */
export function refuseWeak(
  { deployment }: Pick<Settings, 'deployment'>,
  password: string,
  person: { email: string; nickname: string },
  field = 'password',
): void {
  // Accounts of a local start are for playing, and their passwords are known.
  if (deployment !== 'local' && isWeak(password, person)) throw invalidField(field, WEAK);
}

/**
 * Whether others would guess a password soon: it is one of those that many have, or is made of a word of
 * the house or of what its owner goes by, with nothing but digits and signs added.
 */
export function isWeak(
  password: string,
  { email, nickname }: { email: string; nickname: string },
): boolean {
  const plain = folded(password);
  if (popular.has(plain)) return true;
  const [mailbox = ''] = email.split('@');
  const own = [email, mailbox, nickname, ...HOUSE_WORDS].map((word) => bare(folded(word)));
  return own.includes(bare(plain)) && bare(plain) !== '';
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function bare(text: string): string {
  return text.replaceAll(ADDED, '');
}
