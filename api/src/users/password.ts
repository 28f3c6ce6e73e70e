import { hash, verify } from '@node-rs/argon2';

/** OWASP's parameters for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Nobody's: what a password is compared with when there is no such person, so that it takes as long. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$Pd1jg6IGsRmCBrnB2OQKvg$bjp6xD98LommDT30Ytj1HAy78omSnfaQ0idFRayGulI';

/** The argon2id hash of a password, in PHC form. About 20 ms of one processor. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), PARAMETERS);
}

/** Whether `password` is the one behind `passwordHash`; null (no such person) takes as long and is false. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const same = await verify(passwordHash ?? NOBODYS_HASH, password.normalize('NFC'));
  return same && passwordHash !== null;
}
