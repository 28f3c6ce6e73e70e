import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Consent } from '@sagopalgo/core/contracts/consents.ts';
import { RefusalError } from '@sagopalgo/core/contracts/errors.ts';
import { consentEvents } from '@sagopalgo/core/mysql/account-schema.ts';
import type { Db, Tx } from '@sagopalgo/core/mysql/connect.ts';
import { users } from '@sagopalgo/core/mysql/schema.ts';
import {
  CONSENT_DOCUMENTS,
  documentsInForce,
  REQUIRED_DOCUMENTS,
} from '@sagopalgo/core/rules/consent-documents.ts';
import type { ConsentDocument } from '@sagopalgo/core/rules/consent-documents.ts';
import type { Deps } from '../deps.ts';

/** More than anybody says in years; what came before is in the record all the same. */
const EVENTS_MAX = 1_000;

type Used = Pick<Deps, 'db' | 'now' | 'settings'>;
type EventRow = typeof consentEvents.$inferSelect;

/** What somebody says of a document. */
export interface SaidOf {
  document: ConsentDocument;
  version: string;
  isGiven: boolean;
}

/** What somebody says who signs up: that they agree to these wordings. */
export function saidIn(
  consents: Partial<Record<SaidOf['document'], string | undefined>>,
): SaidOf[] {
  return CONSENT_DOCUMENTS.flatMap((document) => {
    const version = consents[document];
    return version === undefined ? [] : [{ document, version, isGiven: true }];
  });
}

/** What somebody has agreed to, and what they have to be asked about anew. */
export async function findConsents(deps: Used, userId: string): Promise<Consent[]> {
  return consentsOf(deps, await readEvents(deps.db, userId));
}

/**
 * Writes down what somebody says of the wordings in force. Throws CONSENT_OUTDATED for another wording, and
 * CONSENT_REQUIRED for taking back what there is no account without.
 */
export async function sayConsents(
  deps: Used,
  userId: string,
  said: readonly SaidOf[],
): Promise<Consent[]> {
  return await deps.db.transaction(async (tx) => {
    const self = and(eq(users.userId, userId), isNull(users.leftAtMs));
    const [user] = await tx.select({ one: users.userId }).from(users).where(self).for('update');
    if (!user) throw new RefusalError('UNAUTHENTICATED');
    await writeConsents(tx, deps, userId, said);
    return consentsOf(deps, await readEvents(tx, userId));
  });
}

/** The same, in the transaction of whoever signs up. */
export async function writeConsents(
  tx: Tx,
  deps: Pick<Used, 'now' | 'settings'>,
  userId: string,
  said: readonly SaidOf[],
): Promise<void> {
  const events = await readEvents(tx, userId);
  const known = consentsOf(deps, events);
  const rows = said.flatMap((each) => {
    const consent = known.find(({ document }) => document === each.document);
    if (consent?.version !== each.version) throw outdated(each.document, consent);
    if (!each.isGiven && consent.isRequired) throw new RefusalError('CONSENT_REQUIRED');
    const { given } = consent;
    const isAsBefore = given?.isGiven === each.isGiven && given.version === each.version;
    return isAsBefore ? [] : [{ ...each, userId, happenedAtMs: deps.now() }];
  });
  const last = events[0]?.number ?? 0;
  const numbered = rows.map((row, index) => ({ ...row, number: last + 1 + index }));
  if (numbered.length > 0) await tx.insert(consentEvents).values(numbered);
}

function consentsOf({ now, settings }: Pick<Used, 'now' | 'settings'>, events: EventRow[]) {
  return documentsInForce(settings.documents, now()).map(({ document, version }): Consent => {
    const isRequired = REQUIRED_DOCUMENTS.includes(document);
    const last = events.find((event) => event.document === document);
    const given = last
      ? { isGiven: last.isGiven, version: last.version, atMs: last.happenedAtMs }
      : null;
    const isDue = isRequired && !(given?.isGiven === true && given.version === version);
    return { document, version, isRequired, given, isDue };
  });
}

function outdated(document: ConsentDocument, consent: Consent | undefined): RefusalError {
  return new RefusalError('CONSENT_OUTDATED', { document, version: consent?.version ?? null });
}

// The newest first.
async function readEvents(db: Db | Tx, userId: string): Promise<EventRow[]> {
  return await db
    .select()
    .from(consentEvents)
    .where(eq(consentEvents.userId, userId))
    .orderBy(desc(consentEvents.number))
    .limit(EVENTS_MAX);
}
