import { eq } from 'drizzle-orm';
import { expect } from 'chai';
import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import type { Mailer } from '@sagopalgo/core/mail/mailer.ts';
import { putMail } from '@sagopalgo/core/mail/outbox.ts';
import type { PromisedMail } from '@sagopalgo/core/mail/outbox.ts';
import { mailOutbox, mailTurns } from '@sagopalgo/core/mysql/mail-schema.ts';
import { quietLog } from '@sagopalgo/core/testing/connections.ts';
import { answerOf, startMailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import type { MailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { openOwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import type { OwnDatabase } from '@sagopalgo/core/testing/own-database.ts';
import { untilWaiting } from '@sagopalgo/core/testing/until-waiting.ts';
import { ATTEMPTS_MAX, pauseMs } from './deliver-mail.ts';
import type { SendingDeps } from './deliver-mail.ts';
import { RUN_FOR_MS, sendMails } from './send-mails.ts';
import { MAILS_A_TURN } from './take-turn.ts';

const DAY_MS = 86_400_000;
const LATER = answerOf({ code: 451, words: 'later' });

describe('mails to one person', () => {
  let own: OwnDatabase;
  let catcher: MailCatcher;
  let deps: SendingDeps;
  let aheadMs: number;
  before(async () => {
    own = await openOwnDatabase();
    catcher = await startMailCatcher();
    const server = { SMTP_URL: catcher.url, MAIL_FROM: 'a@sagopalgo.test' };
    const mailer = createMailer({ ...server, SMTP_TLS: 'tried' });
    deps = { db: own.db, log: quietLog(), now: () => Date.now() + aheadMs, mailer };
  });
  after(async () => {
    await catcher.stop();
    await own.end();
  });
  beforeEach(async () => {
    for (const table of [mailOutbox, mailTurns]) await own.db.delete(table);
    catcher.mails.length = 0;
    catcher.recipients.clear();
    catcher.onMail = () => undefined;
    aheadMs = 0;
  });

  const addressOf = (userId: string) => `${userId}@there.test`;
  const mailOf = (userId: string, subject: string, given: Partial<PromisedMail>) => ({
    ...{ kind: 'notice' as const, userId, recipient: addressOf(userId), subject },
    ...{ text: '소식', html: '<p>소식</p>', goodUntilMs: deps.now() + DAY_MS, ...given },
  });
  const promise = (userId: string, subject: string, given: Partial<PromisedMail> = {}) =>
    own.db.transaction((tx) => putMail(tx, mailOf(userId, subject, given), deps.now()));
  const send = () => sendMails(deps);
  const sentTo = (userId: string) =>
    catcher.mails.filter(({ to }) => to[0] === addressOf(userId)).map(({ subject }) => subject);
  const refuseForNow = (...subjects: string[]) => {
    catcher.onMail = (mail) => {
      if (subjects.includes(mail.subject)) throw LATER;
    };
  };

  it('are sent in the order in which they were promised, each once, by however many at once', async () => {
    const people = ['kim', 'lee', 'park'];
    const subjects = Array.from({ length: 6 }, (_, number) => String(number + 1));
    for (const subject of subjects) {
      for (const userId of people) await promise(userId, subject);
    }
    await Promise.all([send(), send(), send()]);
    await send();
    for (const userId of people) expect(sentTo(userId), userId).to.deep.equal(subjects);
    expect(await own.db.$count(mailTurns)).to.equal(0);
  });

  it('wait for one that the server does not take for now, and keep nobody else waiting', async () => {
    refuseForNow('1');
    for (const subject of ['1', '2', '3']) await promise('kim', subject);
    await promise('lee', '2');
    const runs = await Promise.all([send(), send()]);
    expect(runs.reduce((sum, { ended }) => sum + ended.later, 0)).to.equal(1);
    await promise('kim', '4');
    expect((await send()).ended).to.include({ sent: 0, later: 0 });
    aheadMs = pauseMs(1) + 1_000;
    expect((await send()).ended).to.include({ sent: 0, later: 1 });
    expect([sentTo('kim'), sentTo('lee')]).to.deep.equal([[], ['2']]);
    catcher.onMail = () => undefined;
    aheadMs += pauseMs(2) + 1_000;
    await Promise.all([send(), send()]);
    expect(sentTo('kim')).to.deep.equal(['1', '2', '3', '4']);
  });

  it('wait for none that was given up, refused or of no use any more', async () => {
    const first = await promise('kim', 'given up');
    await promise('kim', 'refused', { recipient: 'no-kim@there.test' });
    await promise('kim', 'late', { goodUntilMs: Date.now() - 1 });
    await promise('kim', 'sent');
    const last = { attempts: ATTEMPTS_MAX - 1 };
    await own.db.update(mailOutbox).set(last).where(eq(mailOutbox.mailId, first));
    refuseForNow('given up');
    catcher.recipients.set('no-kim@there.test', { code: 550, words: 'no such user' });
    expect((await send()).ended).to.include({ 'given-up': 2, refused: 1, sent: 1 });
    expect(sentTo('kim')).to.deep.equal(['sent']);
  });

  it('keep waiting no link that is good for minutes, and nothing of signing in', async () => {
    refuseForNow('notice', 'older link');
    await promise('kim', 'notice');
    await promise('kim', 'older link', { kind: 'password-reset' });
    expect((await send()).ended).to.include({ later: 2, sent: 0 });
    await promise('kim', 'linked', { kind: 'sign-in-way' });
    await promise('kim', 'link', { kind: 'password-reset' });
    await promise('kim', 'proof', { kind: 'email-proof' });
    expect((await send()).ended).to.include({ later: 0, sent: 3 });
    expect(sentTo('kim')).to.have.members(['linked', 'link', 'proof']);
  });

  it('wait for no link at which the server hangs longer than a run takes', async () => {
    await promise('lee', 'link', { kind: 'email-proof' });
    await promise('kim', 'notice');
    const hanging: Mailer = {
      ...deps.mailer,
      send: async (mail) => {
        if (mail.subject !== 'link') return await deps.mailer.send(mail);
        aheadMs = RUN_FOR_MS * 2;
        return { outcome: 'away', fault: 'TIMEOUT' };
      },
    };
    const runs = { ...deps, mailer: hanging };
    await sendMails(runs);
    await sendMails(runs);
    expect(sentTo('kim')).to.deep.equal(['notice']);
  });

  it('are sent by turns, so that whoever has very many keeps nobody waiting', async () => {
    const busy = ['kim', 'park', 'choi', 'jung', 'kang'];
    for (const userId of busy) {
      for (let number = 0; number <= MAILS_A_TURN; number += 1) await promise(userId, 'many');
    }
    await promise('lee', 'one');
    const sent: string[] = [];
    const note: Mailer['send'] = async ({ recipient }) => {
      sent.push(recipient);
      return { outcome: 'sent' };
    };
    const run = () => sendMails({ ...deps, mailer: { send: note } });
    expect((await run()).waiting).to.equal(busy.length);
    expect(sent).to.include(addressOf('lee'));
    expect((await run()).waiting).to.equal(0);
  });

  it('are not left behind where one is promised as the last is sent', async () => {
    await promise('kim', 'first');
    const [isPut, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let putting = Promise.resolve();
    const slowly: Mailer['send'] = async () => {
      putting = own.db.transaction(async (tx) => {
        await putMail(tx, mailOf('kim', 'second', {}), deps.now());
        isPut.resolve();
        await mayCommit.promise;
      });
      await isPut.promise;
      return { outcome: 'sent' };
    };
    const run = sendMails({ ...deps, mailer: { send: slowly } });
    await untilWaiting(own.db);
    mayCommit.resolve();
    await run;
    await putting;
    expect((await send()).ended).to.include({ sent: 1 });
    expect(sentTo('kim')).to.deep.equal(['second']);
  });

  it('leave no turn where they were taken back', async () => {
    await promise('kim', 'gone');
    await own.db.delete(mailOutbox);
    expect(await send()).to.deep.include({ waiting: 0 });
    expect(await own.db.$count(mailTurns)).to.equal(0);
  });
});
