import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { expect } from 'chai';
import { eventually } from '../testing/connections.ts';
import { startMailCatcher } from '../testing/mail-catcher.ts';
import type { MailCatcher } from '../testing/mail-catcher.ts';
import { createMailer, MAIL_LIMITS } from './mailer.ts';
import type { MailLimits } from './mailer.ts';

const FROM = '사고팔고 <no-reply@sagopalgo.test>';
const LETTER = {
  ...{ mailId: 'mail-1', recipient: 'kim@there.test', subject: '확인해 주세요' },
  ...{ text: '링크를 눌러 주세요.', html: '<p>링크를 <b>눌러</b> 주세요.</p>' },
};

/** Far longer than a mail takes, also on a machine that has much else to do. */
const PATIENCE_MS = 2_500;

describe('handing a mail to a mail server', () => {
  let catcher: MailCatcher;
  before(async () => {
    catcher = await startMailCatcher();
  });
  after(() => catcher.stop());
  beforeEach(() => {
    catcher.mails.length = 0;
    catcher.recipients.clear();
    catcher.onMail = () => undefined;
  });

  const mailerFor = (
    url: string,
    tls: 'required' | 'tried' = 'tried',
    limits: MailLimits = MAIL_LIMITS,
  ) => createMailer({ SMTP_URL: url, MAIL_FROM: FROM, SMTP_TLS: tls }, limits);
  const send = (letter = LETTER, url = catcher.url) => mailerFor(url).send(letter);

  it('arrives as it was written, in both forms', async () => {
    expect(await send()).to.deep.equal({ outcome: 'sent' });
    expect(catcher.mails[0]).to.deep.include({
      ...{ from: 'no-reply@sagopalgo.test', to: ['kim@there.test'] },
      ...{ subject: LETTER.subject, messageId: '<mail-1@sagopalgo.test>' },
    });
    expect(catcher.mails[0]?.text.trim()).to.equal(LETTER.text);
    expect(catcher.mails[0]?.html.trim()).to.equal(LETTER.html);
  });

  it('is the same message each time it is sent', async () => {
    await send();
    await send();
    const names = catcher.mails.map(({ messageId }) => messageId);
    expect(new Set(names).size).to.equal(1);
    expect(names).to.have.length(2);
  });

  it('tells an address that there is not from one that cannot be reached for now', async () => {
    catcher.recipients.set('kim@there.test', { code: 550, words: 'no kim@there.test here' });
    const refused = await send();
    expect(refused).to.include({ outcome: 'refused' });
    expect(JSON.stringify(refused)).not.to.contain('kim');
    catcher.recipients.set('kim@there.test', { code: 450, words: 'later' });
    expect(await send()).to.include({ outcome: 'not-taken' });
  });

  it('takes only what says so for an address that there is not', async () => {
    for (const [code, words, outcome] of [
      [550, 'no such user', 'refused'],
      [551, 'not here', 'refused'],
      [550, '5.1.1 no such user', 'refused'],
      [554, '5.1.2 no such host', 'refused'],
      [550, '5.7.1 listed as a sender of spam', 'not-taken'],
      [550, '5.1.8 we do not know the sender', 'not-taken'],
      [552, 'mailbox full', 'not-taken'],
      [552, '5.2.2 mailbox full', 'not-taken'],
      [554, 'no', 'not-taken'],
      [530, 'say STARTTLS first', 'not-taken'],
      [450, '4.1.1 later', 'not-taken'],
    ] as const) {
      catcher.recipients.set('kim@there.test', { code, words });
      expect(await send(), `${code} ${words}`).to.include({ outcome });
    }
  });

  it('is in doubt, and its connection closed, where the server has it and says nothing', async () => {
    const never = Promise.withResolvers<void>();
    catcher.onMail = () => never.promise;
    for (const [part, limits] of [
      ['answer', { ...MAIL_LIMITS, answerWithinMs: PATIENCE_MS }],
      ['all', { ...MAIL_LIMITS, sendWithinMs: PATIENCE_MS }],
    ] as const) {
      const delivery = await mailerFor(catcher.url, 'tried', limits).send(LETTER);
      expect(delivery, part).to.include({ outcome: 'in-doubt' });
    }
    await eventually(() => Promise.resolve(catcher.connections() === 0));
    never.resolve();
  });

  it('takes no refusal of the whole mail for one of the address', async () => {
    for (const responseCode of [451, 552, 554]) {
      catcher.onMail = () => {
        throw Object.assign(new Error('not this one'), { responseCode });
      };
      expect(await send(), String(responseCode)).to.include({ outcome: 'not-taken' });
    }
  });

  it('says that the server is away when nobody listens there or nobody knows its name', async () => {
    const gone = await startMailCatcher();
    await gone.stop();
    expect(await send(LETTER, gone.url)).to.include({ outcome: 'away' });
    expect(await send(LETTER, 'smtp://no-such-host.invalid')).to.include({ outcome: 'away' });
  });

  it('says so as well when the server hangs up before it has said anything', async () => {
    const sockets: Socket[] = [];
    const server: Server = createServer((socket) => {
      sockets.push(socket);
      socket.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      expect(await send(LETTER, `smtp://127.0.0.1:${port}`)).to.include({ outcome: 'away' });
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it('sends nothing unencrypted where that is required', async () => {
    const delivery = await mailerFor(catcher.url, 'required').send(LETTER);
    expect(delivery).to.include({ outcome: 'away' });
    expect(catcher.mails).to.deep.equal([]);
  });

  it('lets nobody add a line to its head', async () => {
    const subject = '확인\r\nBcc: other@there.test';
    expect(await send({ ...LETTER, subject })).to.deep.equal({ outcome: 'sent' });
    expect(catcher.mails.map(({ to }) => to)).to.deep.equal([['kim@there.test']]);
    expect(catcher.mails[0]?.subject).to.contain('확인');
  });

  it('lets nobody name a second recipient', async () => {
    await send({ ...LETTER, recipient: 'kim@there.test\r\nRCPT TO:<other@there.test>' });
    await send({ ...LETTER, recipient: 'kim@there.test, other@there.test' });
    expect(catcher.mails.flatMap(({ to }) => to)).not.to.include('other@there.test');
  });
});
