/** What others read in place of the nickname of somebody who has left. */
export const LEFT_NICKNAME = '탈퇴한 회원';

/** What is no letter and no number tells no two names apart at a glance. */
const BETWEEN_LETTERS = /[^\p{L}\p{N}]/gu;
const LEFT_LETTERS = lettersOf(LEFT_NICKNAME);

/** Whether a nickname looks as if its owner had left, whatever stands between its letters. */
export function looksLeft(nickname: string): boolean {
  return lettersOf(nickname) === LEFT_LETTERS;
}

// Letters that are only written otherwise, such as half as wide, are the same.
function lettersOf(nickname: string): string {
  return nickname.normalize('NFKC').replaceAll(BETWEEN_LETTERS, '');
}
