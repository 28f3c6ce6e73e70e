import popularPasswords from 'popular-passwords' with { type: 'json' };

/** Words of the house, of which nobody may make a password alone. */
const HOUSE_WORDS = ['sagopalgo', '사고팔고', 'auction', '경매', 'password', '비밀번호'];
/** What people add to a word to make a password of it. */
const ADDED = /[^\p{L}]/gu;

const popular: ReadonlySet<string> = new Set(popularPasswords);

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
