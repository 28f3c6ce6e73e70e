/**
 * What makes two nicknames the same: NFC, and case folded. Upper before lower case folds what lower
 * case alone keeps apart (ß and SS, σ and ς).
 */
export function nicknameKey(nickname: string): string {
  return nickname.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
