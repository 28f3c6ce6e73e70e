import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { createMailer, MAIL_LIMITS } from '@sagopalgo/core/mail/mailer.ts';
import type { Delivery, Mailer } from '@sagopalgo/core/mail/mailer.ts';
import { putMail } from '@sagopalgo/core/mail/outbox.ts';
import { mailOutbox } from '@sagopalgo/core/mysql/mail-schema.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { startMailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import type { MailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { ATTEMPTS_MAX, pauseMs, TAKEN_FOR_MS } from './deliver-mail.ts';
import type { SendingDeps } from './deliver-mail.ts';
import { RUN_FOR_MS, sendMails } from './send-mails.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const answering = (delivery: Delivery): Mailer => ({ send: () => Promise.resolve(delivery) });
const SECRET = 'https://sagopalgo.test/verify-email#token=very-secret';

describe('sending the mails that were promised', () => {
  let database: OwnDatabase;
  let catcher: MailCatcher;
  let deps: SendingDeps;
  let log: ReturnType<typeof quietLog>;
  let aheadMs: number;
  before(async () => {
    database = await openOwnDatabase();
    catcher = await startMailCatcher();
  });
  after(async () => {
    await catcher.stop();
    await database.end();
  });
  beforeEach(async () => {
    await database.db.delete(mailOutbox);
    catcher.mails.length = 0;
    catcher.recipients.clear();
    catcher.onMail = () => undefined;
    log = quietLog();
    aheadMs = 0;
    deps = depsFor(catcher.url);
  });

  function depsFor(url: string): SendingDeps {
    const mailer = createMailer({
      ...{ SMTP_URL: url, MAIL_FROM: '사고팔고 <no-reply@sagopalgo.test>', SMTP_TLS: 'tried' },
    });
    return { db: database.db, log, now: () => Date.now() + aheadMs, mailer };
  }

  const promise = (recipient: string, goodForMs = DAY_MS) =>
    database.db.transaction((tx) =>
      putMail(
        tx,
        {
          ...{ kind: 'email-proof', userId: 'u', recipient, subject: '[사고팔고] 확인해 주세요' },
          ...{ text: `여기예요: ${SECRET}\n`, html: `<p>${SECRET}</p>` },
          goodUntilMs: Date.now() + goodForMs,
        },
        Date.now(),
      ),
    );
  const rowOf = async (mailId: string) => {
    const { db } = database;
    const [row] = await db.select().from(mailOutbox).where(eq(mailOutbox.mailId, mailId));
    if (!row) throw new Error('the mail is gone');
    return row;
  };
  const told = (event: string) => log.events.filter((line) => line.event === event);

  it('hands each to the mail server as it was written', async () => {
    const mailId = await promise('kim@there.test');
    const { ended, waiting, isAway } = await sendMails(deps);
    expect({ sent: ended.sent, waiting, isAway }).to.deep.equal({
      ...{ sent: 1, waiting: 0, isAway: false },
    });
    const [mail, ...more] = catcher.mails;
    expect(more).to.deep.equal([]);
    expect(mail).to.deep.include({
      ...{ messageId: `<${mailId}@sagopalgo.test>`, to: ['kim@there.test'] },
      ...{ from: 'no-reply@sagopalgo.test', subject: '[사고팔고] 확인해 주세요' },
    });
    expect(mail?.text).to.contain(SECRET);
    expect(mail?.html).to.contain(`<p>${SECRET}</p>`);
  });

  it('keeps nothing of what a mail said once it is sent, and says nothing of it in the log', async () => {
    const mailId = await promise('kim@there.test');
    await sendMails(deps);
    const row = await rowOf(mailId);
    expect(row).to.include({ text: '', html: null, nextAttemptAtMs: null, attempts: 1 });
    expect(row.sentAtMs).to.be.a('number');
    expect(JSON.stringify(log.events)).not.to.match(/secret|kim@/);
    expect(told('mail.sent')).to.have.length(1);
  });

  it('sends each once, however many send at once or afterwards', async () => {
    for (let number = 0; number < 9; number += 1) await promise(`p${number}@there.test`);
    await Promise.all([sendMails(deps), sendMails(deps), sendMails(deps)]);
    await sendMails(deps);
    const to = catcher.mails.flatMap((mail) => mail.to);
    expect(to.toSorted()).to.deep.equal(Array.from({ length: 9 }, (_, n) => `p${n}@there.test`));
  });

  it('waits for a mail server that is away, and sends all when it is back', async () => {
    const moving = await startMailCatcher();
    const { url, port } = moving;
    await moving.stop();
    const away = depsFor(url);
    const ids = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      ids.push(await promise(`${name}@there.test`));
    const first = await sendMails(away);
    expect(first.isAway).to.equal(true);
    expect(first.waiting).to.equal(6);
    // It is not asked once for every mail that waits.
    expect(first.ended.away).to.be.below(6);
    expect(told('mail.given-up')).to.deep.equal([]);
    const back = await startMailCatcher({ port });
    try {
      aheadMs = pauseMs(1) + 1;
      expect((await sendMails(away)).waiting).to.equal(0);
      expect(back.mails).to.have.length(6);
    } finally {
      await back.stop();
    }
    // That nobody was there counts for no attempt.
    for (const mailId of ids) expect((await rowOf(mailId)).attempts).to.equal(1);
  });

  it('leaves a mail alone for longer after each attempt that came to nothing', async () => {
    catcher.recipients.set('full@there.test', { code: 452, words: 'mailbox full' });
    const mailId = await promise('full@there.test');
    expect((await sendMails(deps)).ended).to.include({ later: 1, sent: 0 });
    expect((await sendMails(deps)).ended).to.include({ later: 0, sent: 0 });
    aheadMs = pauseMs(1) + 1_000;
    expect((await sendMails(deps)).ended).to.include({ later: 1 });
    expect(pauseMs(2)).to.equal(2 * pauseMs(1));
    aheadMs += pauseMs(1) + 1_000;
    expect((await sendMails(deps)).ended).to.include({ later: 0 });
    catcher.recipients.clear();
    aheadMs += pauseMs(2);
    expect((await sendMails(deps)).ended).to.include({ sent: 1 });
    expect((await rowOf(mailId)).attempts).to.equal(3);
  });

  it('does not let one recipient hold up the others', async () => {
    catcher.recipients.set('full@there.test', { code: 452, words: 'mailbox full' });
    for (const name of ['full', 'a', 'b', 'c', 'd', 'e']) await promise(`${name}@there.test`);
    expect((await sendMails(deps)).ended).to.include({ later: 1, sent: 5 });
  });

  it('asks no more about an address that there is not', async () => {
    catcher.recipients.set('nobody@there.test', { code: 550, words: 'no such user nobody@there' });
    const mailId = await promise('nobody@there.test');
    expect((await sendMails(deps)).ended).to.include({ refused: 1 });
    const row = await rowOf(mailId);
    expect(row).to.include({ nextAttemptAtMs: null, sentAtMs: null, text: '' });
    expect(row.fault).to.contain('550');
    aheadMs = DAY_MS / 2;
    expect((await sendMails(deps)).ended).to.include({ refused: 0 });
    expect(told('mail.refused')).to.have.length(1);
    expect(JSON.stringify(log.events)).not.to.contain('nobody@');
  });

  it('tries again what the server would not take for another reason', async () => {
    catcher.onMail = () => {
      throw Object.assign(new Error('not now'), { responseCode: 554 });
    };
    await promise('kim@there.test');
    expect((await sendMails(deps)).ended).to.include({ later: 1 });
  });

  it('gives up after half a day of trying, and a person is told', async () => {
    const mailId = await promise('kim@there.test');
    catcher.recipients.set('kim@there.test', { code: 451, words: 'later' });
    let untilMs = 0;
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      await sendMails(deps);
      untilMs += pauseMs(attempt) + 1_000;
      aheadMs = untilMs;
    }
    expect(untilMs).to.be.within(DAY_MS / 3, (2 * DAY_MS) / 3);
    expect(told('mail.given-up')).to.have.length(1);
    expect(await rowOf(mailId)).to.include({
      ...{ attempts: ATTEMPTS_MAX, nextAttemptAtMs: null, sentAtMs: null, text: '' },
    });
    catcher.recipients.clear();
    aheadMs += DAY_MS;
    await sendMails(deps);
    expect(catcher.mails).to.deep.equal([]);
  });

  it('does not give up for want of a mail server', async () => {
    const mailId = await promise('kim@there.test');
    const last = { attempts: ATTEMPTS_MAX - 1 };
    await database.db.update(mailOutbox).set(last).where(eq(mailOutbox.mailId, mailId));
    const away = { ...deps, mailer: answering({ outcome: 'away', fault: 'ECONNECTION' }) };
    expect((await sendMails(away)).ended).to.include({ away: 1, 'given-up': 0 });
    aheadMs = pauseMs(ATTEMPTS_MAX) + 1_000;
    expect((await sendMails(deps)).ended).to.include({ sent: 1 });
  });

  it('waits long before it sends again what may have been taken', async () => {
    await promise('kim@there.test');
    const doubt = { ...deps, mailer: answering({ outcome: 'in-doubt', fault: 'ETIMEDOUT' }) };
    expect((await sendMails(doubt)).ended).to.include({ later: 1 });
    aheadMs = 29 * MINUTE_MS;
    expect((await sendMails(deps)).ended).to.include({ sent: 0 });
    aheadMs = 31 * MINUTE_MS;
    expect((await sendMails(deps)).ended).to.include({ sent: 1 });
  });

  it('ends a run after a while, and leaves the rest to the next', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await promise(`${name}@there.test`);
    const slow: Mailer = {
      send: () => {
        aheadMs += RUN_FOR_MS;
        return Promise.resolve({ outcome: 'sent' });
      },
    };
    const { ended, waiting } = await sendMails({ ...deps, mailer: slow });
    expect({ sent: ended.sent, waiting }).to.deep.equal({ sent: 4, waiting: 2 });
  });

  it('is over long before another sender may take a mail up', () => {
    expect(MAIL_LIMITS.answerWithinMs).to.be.below(MAIL_LIMITS.sendWithinMs);
    expect(MAIL_LIMITS.sendWithinMs + MINUTE_MS).to.be.at.most(TAKEN_FOR_MS);
  });

  it('is ended by the attempt that it was last taken up for', async () => {
    const mailId = await promise('kim@there.test');
    const answer = Promise.withResolvers<Delivery>();
    const first = sendMails({ ...deps, mailer: { send: () => answer.promise } });
    while ((await rowOf(mailId)).attempts === 0) await new Promise(setImmediate);
    aheadMs = TAKEN_FOR_MS + 1_000;
    catcher.recipients.set('kim@there.test', { code: 451, words: 'later' });
    expect((await sendMails(deps)).ended).to.include({ later: 1 });
    answer.resolve({ outcome: 'refused', fault: 'EENVELOPE 550' });
    await first;
    expect((await rowOf(mailId)).nextAttemptAtMs).to.be.a('number');
  });

  it('sends nothing that is of no use any more', async () => {
    await promise('kim@there.test', -1);
    const error = () => expect.fail('nobody has anything to mend');
    const calm = { ...deps, log: { ...log, error } };
    expect((await sendMails(calm)).ended).to.include({ 'given-up': 1 });
    expect(catcher.mails).to.deep.equal([]);
    expect(told('mail.given-up')[0]?.facts).to.include({ fault: 'TOO_LATE' });
  });

  it('sends what another sender took up and let nothing be heard of', async () => {
    const mailId = await promise('kim@there.test');
    const gone = { ...deps, mailer: { send: () => new Promise<never>(() => undefined) } };
    void sendMails(gone);
    while ((await rowOf(mailId)).attempts === 0) await new Promise(setImmediate);
    aheadMs = TAKEN_FOR_MS - 5_000;
    expect((await sendMails(deps)).ended).to.include({ sent: 0 });
    aheadMs = TAKEN_FOR_MS + 1_000;
    expect((await sendMails(deps)).ended).to.include({ sent: 1 });
  });
});
