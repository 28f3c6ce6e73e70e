import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import { putMail } from '@sagopalgo/core/mail/outbox.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { newSigningKey } from '@sagopalgo/core/runtime/signing.ts';
import { eventually, quietLog, testToss, testUrls } from '@sagopalgo/core/testing/connections.ts';
import { startMailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import type { MailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { TAKEN_FOR_MS } from './deliver-mail.ts';
import { sendMails } from './send-mails.ts';

const KEEPER = fileURLToPath(new URL('../keeper.ts', import.meta.url));
const DAY_MS = 86_400_000;

describe('a keeper that sends mails', function keepers() {
  this.timeout(60_000);
  let database: OwnDatabase;
  let catcher: MailCatcher;
  let keeper: ChildProcess | null = null;
  before(async () => {
    database = await openOwnDatabase();
    catcher = await startMailCatcher();
  });
  afterEach(async () => {
    catcher.onMail = () => undefined;
    catcher.mails.length = 0;
    await kill();
  });
  after(async () => {
    await catcher.stop();
    await database.end();
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
    const urls = { MYSQL_URL: database.mysqlUrl, REDIS_URL: testUrls().redisUrl };
    const env = { ...urls, ...testToss(), SIGNING_KEY: newSigningKey(), SMTP_URL: smtpUrl };
    keeper = spawn(process.execPath, [KEEPER], { env, stdio: 'ignore' });
  }

  const promise = (recipient: string) =>
    database.db.transaction((tx) => {
      const words = { subject: '확인', text: '링크', html: '<p>링크</p>' };
      const mail = { kind: 'email-proof' as const, userId: 'u', recipient, ...words };
      return putMail(tx, { ...mail, goodUntilMs: Date.now() + DAY_MS }, Date.now());
    });
  const sendAhead = (aheadMs: number) => {
    const config = { SMTP_URL: catcher.url, MAIL_FROM: 'a@sagopalgo.test', SMTP_TLS: 'tried' };
    return sendMails({
      ...{ db: database.db, log: quietLog(), now: () => Date.now() + aheadMs },
      mailer: createMailer({ ...config, SMTP_TLS: 'tried' }),
    });
  };
  const toWhom = () => catcher.mails.flatMap((mail) => mail.to);

  it('does so by itself, within seconds', async () => {
    startKeeper();
    await promise('kim@there.test');
    await eventually(() => Promise.resolve(catcher.mails.length === 1), 20_000);
    const sent = await eventually(async () => {
      const [row] = await database.db.select().from(mailOutbox);
      return row?.sentAtMs;
    });
    expect(sent).to.be.a('number');
  });

  it('is killed before the server has taken a mail: another sends it, once', async () => {
    await database.db.delete(mailOutbox);
    const reached = Promise.withResolvers<void>();
    catcher.onMail = async () => {
      reached.resolve();
      await new Promise<never>(() => undefined);
    };
    await promise('kim@there.test');
    startKeeper();
    await reached.promise;
    await kill();
    catcher.onMail = () => undefined;
    expect(toWhom()).to.deep.equal([]);
    expect((await sendAhead(0)).ended).to.include({ sent: 0 });
    expect((await sendAhead(TAKEN_FOR_MS + 1_000)).ended).to.include({ sent: 1 });
    expect(toWhom()).to.deep.equal(['kim@there.test']);
  });

  it('is well while the mail server is away, and loses nothing', async () => {
    await database.db.delete(mailOutbox);
    const moving = await startMailCatcher();
    const { url, port } = moving;
    await moving.stop();
    await promise('kim@there.test');
    startKeeper(url);
    await eventually(async () => {
      const [row] = await database.db.select().from(mailOutbox);
      return row?.fault !== null;
    }, 20_000);
    const back = await startMailCatcher({ port });
    try {
      await eventually(() => Promise.resolve(back.mails.length === 1), 30_000);
      expect(keeper?.exitCode).to.equal(null);
    } finally {
      await back.stop();
    }
  });
});
