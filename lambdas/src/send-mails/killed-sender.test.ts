import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import { putMail } from '@sagopalgo/core/mail/outbox.ts';
import type { PromisedMail } from '@sagopalgo/core/mail/outbox.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { eventually, quietLog, testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { startMailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import type { MailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { quickStart } from '@sagopalgo/core/testing/quick-start.ts';
import { TAKEN_FOR_MS } from './deliver-mail.ts';
import { sendMails } from './send-mails.ts';

const KEEPER = fileURLToPath(new URL('../keeper.ts', import.meta.url));
const DAY_MS = 86_400_000;

describe('a keeper that sends mails', function keepers() {
  this.timeout(120_000);
  let own: OwnDatabase;
  let catcher: MailCatcher;
  let keeper: ChildProcess | null = null;
  before(async () => {
    // A keeper goes through all of the record, and that of the other tests is long.
    own = await openOwnDatabase();
    catcher = await startMailCatcher();
  });
  afterEach(async () => {
    catcher.onMail = () => undefined;
    catcher.mails.length = 0;
    await kill();
  });
  after(async () => {
    await catcher.stop();
    await own.end();
  });

  async function kill(): Promise<void> {
    if (keeper?.exitCode === null && keeper.signalCode === null) {
      const exited = once(keeper, 'exit');
      keeper.kill('SIGKILL');
      await exited;
    }
    keeper = null;
  }

  function startKeeper(smtpUrl = catcher.url): void {
    const urls = { MYSQL_URL: own.mysqlUrl, REDIS_URL: testUrls().redisUrl };
    const told = { ...testToss(), SIGNING_KEY: newSigningKey(), SMTP_URL: smtpUrl };
    const env = { ...quickStart(), ...urls, ...told };
    keeper = spawn(process.execPath, [KEEPER], { env, stdio: 'ignore' });
  }

  const promise = (recipient: string, given: Partial<PromisedMail> = {}) =>
    own.db.transaction((tx) => {
      const words = { subject: '확인', text: '링크', html: '<p>링크</p>' };
      const mail = { kind: 'email-proof' as const, userId: 'u', recipient, ...words, ...given };
      return putMail(tx, { ...mail, goodUntilMs: Date.now() + DAY_MS }, Date.now());
    });
  const sendAhead = (aheadMs: number) => {
    const config = { SMTP_URL: catcher.url, MAIL_FROM: 'a@sagopalgo.test', SMTP_TLS: 'tried' };
    return sendMails({
      ...{ db: own.db, log: quietLog(), now: () => Date.now() + aheadMs },
      mailer: createMailer({ ...config, SMTP_TLS: 'tried' }),
    });
  };
  const rowOf = async (mailId: string) => {
    const { db } = own;
    const [row] = await db.select().from(mailOutbox).where(eq(mailOutbox.mailId, mailId));
    return row;
  };
  const someone = () => `${randomUUID()}@there.test`;
  const toWhom = () => catcher.mails.flatMap((mail) => mail.to);

  it('does so by itself, within seconds', async () => {
    startKeeper();
    const mailId = await promise(someone());
    await eventually(async () => (await rowOf(mailId))?.sentAtMs, 30_000);
    expect(toWhom()).to.have.length(1);
  });

  it('is killed before the server has taken a mail: another sends all, in order and once', async () => {
    const reached = Promise.withResolvers<void>();
    catcher.onMail = async () => {
      reached.resolve();
      await new Promise<never>(() => undefined);
    };
    const userId = randomUUID();
    const recipient = someone();
    for (const subject of ['1', '2', '3']) {
      await promise(recipient, { kind: 'notice', userId, subject });
    }
    startKeeper();
    await reached.promise;
    await kill();
    catcher.onMail = () => undefined;
    expect(toWhom()).to.deep.equal([]);
    expect((await sendAhead(0)).ended).to.include({ sent: 0 });
    await Promise.all([sendAhead(TAKEN_FOR_MS + 1_000), sendAhead(TAKEN_FOR_MS + 1_000)]);
    expect(catcher.mails.map(({ subject }) => subject)).to.deep.equal(['1', '2', '3']);
  });

  it('is killed before it has noted the server’s yes: another sends the same message again', async () => {
    const killed = Promise.withResolvers<void>();
    catcher.onMail = async () => {
      await kill();
      killed.resolve();
    };
    const recipient = someone();
    const mailId = await promise(recipient);
    startKeeper();
    await killed.promise;
    catcher.onMail = () => undefined;
    await eventually(() => Promise.resolve(catcher.mails.length === 1));
    expect((await sendAhead(TAKEN_FOR_MS + 1_000)).ended).to.include({ sent: 1 });
    expect(toWhom()).to.deep.equal([recipient, recipient]);
    expect(new Set(catcher.mails.map(({ messageId }) => messageId)).size).to.equal(1);
    expect((await rowOf(mailId))?.sentAtMs).to.be.a('number');
    expect((await sendAhead(2 * TAKEN_FOR_MS)).ended).to.include({ sent: 0 });
  });

  it('is well while the mail server is away, and loses nothing', async () => {
    const moving = await startMailCatcher();
    const { url, port } = moving;
    await moving.stop();
    const mailId = await promise(someone());
    startKeeper(url);
    await eventually(async () => (await rowOf(mailId))?.fault, 30_000);
    const back = await startMailCatcher({ port });
    try {
      await eventually(() => Promise.resolve(back.mails.length === 1), 40_000);
      expect(keeper?.exitCode).to.equal(null);
    } finally {
      await back.stop();
    }
  });
});
