import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { putMail } from '@sagopalgo/core/mail/outbox.ts';
import { emailProofs, mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { operatorActions, users } from '@sagopalgo/core/mysql/schema.ts';
import { sha256Hex } from '@sagopalgo/core/runtime/digest.ts';
import { addUser } from '@sagopalgo/core/testing/connections.ts';
import { OperatorError } from '../record-bids/operator-actions.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { verifyEmailOf } from './verify-email.ts';

const WORD = { operator: 'yuna', reason: 'their server refuses our mails' };

describe('an operator who verifies an address', () => {
  let connections: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
  });
  after(() => connections.end());

  async function person() {
    const { db } = connections;
    const [row] = await db
      .select()
      .from(users)
      .where(eq(users.userId, await addUser(db)));
    if (!row) throw new Error('nobody was added');
    return row;
  }
  const verifiedAtMs = async (userId: string) => {
    const [row] = await connections.db.select().from(users).where(eq(users.userId, userId));
    return row?.emailVerifiedAtMs;
  };
  const actionsOf = (userId: string) =>
    connections.db.select().from(operatorActions).where(eq(operatorActions.userId, userId));

  it('does so once, and it is kept who and why', async () => {
    const { userId, email } = await person();
    const at = { ...connections, now: () => 1_000 };
    const both = [verifyEmailOf(at, email, WORD), verifyEmailOf(at, email, WORD)];
    expect(await Promise.all(both)).to.have.members([true, false]);
    expect(await verifyEmailOf(connections, email, WORD)).to.equal(false);
    expect(await verifiedAtMs(userId)).to.equal(1_000);
    const [action, ...more] = await actionsOf(userId);
    expect(more).to.deep.equal([]);
    expect(action).to.include({ ...WORD, action: 'verify-email', auctionId: null });
    expect(JSON.parse(action?.detail ?? '')).to.deep.equal({ email });
  });

  it('leaves no link open, nor a mail that waits with one', async () => {
    const { userId, email } = await person();
    const { db } = connections;
    const nowMs = Date.now();
    const untilMs = nowMs + 60_000;
    const tokenHash = sha256Hex(randomUUID());
    const proof = { tokenHash, userId, email, createdAtMs: nowMs, expiresAtMs: untilMs };
    await db.insert(emailProofs).values(proof);
    const words = { subject: '확인', text: '링크', html: '<p>링크</p>' };
    const mail = { kind: 'email-proof' as const, userId, recipient: email, ...words };
    await db.transaction((tx) => putMail(tx, { ...mail, goodUntilMs: untilMs }, nowMs));
    await verifyEmailOf(connections, email, WORD);
    expect(await db.$count(emailProofs, eq(emailProofs.userId, userId))).to.equal(0);
    expect(await db.$count(mailOutbox, eq(mailOutbox.userId, userId))).to.equal(0);
  });

  it('is told that nobody has it, and nothing is written', async () => {
    const { userId, email } = await person();
    const error = await verifyEmailOf(connections, `not-${email}`, WORD).catch(
      (caught: unknown) => caught as Error,
    );
    expect(error).to.be.instanceOf(OperatorError);
    expect(await verifiedAtMs(userId)).to.equal(null);
    expect(await actionsOf(userId)).to.deep.equal([]);
  });
});
