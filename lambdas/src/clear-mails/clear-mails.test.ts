import { randomUUID } from 'node:crypto';
import { inArray } from 'drizzle-orm';
import { expect } from 'chai';
import { emailProofs, mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { endLambdaConnections } from '../connections.ts';
import { openLambdaConnections } from '../testing.ts';
import type { LambdaTestConnections } from '../testing.ts';
import { clearMails } from './clear-mails.ts';
import { handler } from './handler.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;
/** So far back that nothing of another test is as old. */
const NOW_MS = 1_000_000_000_000;

describe('clearing links that have expired and mails that were sent', () => {
  let connections: LambdaTestConnections;
  let past: LambdaTestConnections;
  before(async () => {
    connections = await openLambdaConnections();
    past = { ...connections, now: () => NOW_MS };
  });
  after(async () => {
    await endLambdaConnections();
    await connections.end();
  });

  async function proof(expiresAtMs: number, usedAtMs: number | null = null): Promise<string> {
    const tokenHash = randomUUID().replaceAll('-', '').repeat(2);
    const row = { tokenHash, userId: 'u', email: 'a@b.test', createdAtMs: 1 };
    await connections.db.insert(emailProofs).values({ ...row, expiresAtMs, usedAtMs });
    return tokenHash;
  }
  async function mail(createdAtMs: number, nextAttemptAtMs: number | null = null): Promise<string> {
    const mailId = randomUUID();
    await connections.db.insert(mailOutbox).values({
      ...{ mailId, kind: 'email-proof', userId: 'u', recipient: 'a@b.test', subject: 's' },
      ...{ text: '', createdAtMs, goodUntilMs: createdAtMs, nextAttemptAtMs },
    });
    return mailId;
  }
  async function left(...ids: string[]): Promise<string[]> {
    const { db } = connections;
    const proofs = await db
      .select({ id: emailProofs.tokenHash })
      .from(emailProofs)
      .where(inArray(emailProofs.tokenHash, ids));
    const mails = await db
      .select({ id: mailOutbox.mailId })
      .from(mailOutbox)
      .where(inArray(mailOutbox.mailId, ids));
    return [...proofs, ...mails].map(({ id }) => id);
  }

  it('takes links that are good no more, used or not, and none that is', async () => {
    const gone = [await proof(NOW_MS - 1), await proof(NOW_MS - 1, NOW_MS - 2)];
    const good = await proof(NOW_MS + DAY_MS);
    expect(await clearMails(past)).to.deep.equal({ proofs: 2, resets: 0, mails: 0, isAll: true });
    expect(await left(...gone, good)).to.deep.equal([good]);
  });

  it('takes mails that are over for a week, and none that is still to be sent', async () => {
    const old = await mail(NOW_MS - KEPT_MS - 1);
    const kept = [await mail(NOW_MS - KEPT_MS), await mail(NOW_MS - KEPT_MS - 1, 9e15)];
    expect(await clearMails(past)).to.deep.equal({ proofs: 0, resets: 0, mails: 1, isAll: true });
    expect(await left(old, ...kept)).to.have.members(kept);
    await connections.db.delete(mailOutbox).where(inArray(mailOutbox.mailId, kept));
  });

  it('goes on where its bound stopped it, or where two run at once', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 5; number += 1) ids.push(await proof(number), await mail(number));
    const bound = { rowsABatch: 1, batchesMax: 2 };
    expect(await clearMails(past, bound)).to.deep.equal({
      proofs: 2,
      resets: 0,
      mails: 2,
      isAll: false,
    });
    await Promise.all([clearMails(past), clearMails(past)]);
    expect(await left(...ids)).to.deep.equal([]);
  });

  it('is woken by its schedule', async () => {
    const old = [await proof(1), await mail(1)];
    await handler();
    expect(await left(...old)).to.deep.equal([]);
  });
});
