import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { expect } from 'chai';
import { createMailer } from '@sagopalgo/core/mail/mailer.ts';
import { closeServer, listen } from '@sagopalgo/core/runtime/internal-server.ts';
import { startMailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import type { MailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { catcherPlan, mailEnv, realMail } from './mail.ts';
import { mailDesk } from './mail-desk.ts';

describe('the local start’s mail server', () => {
  it('is the catcher unless the environment names another', () => {
    expect(realMail({})).to.equal(null);
    expect(realMail({ SMTP_URL: '', MAIL_FROM: 'a@b.kr' })).to.equal(null);
    const real = realMail({ SMTP_URL: 'smtps://mail.kr', MAIL_FROM: 'a@b.kr' });
    expect(real && mailEnv(real)).to.deep.equal({
      ...{ SMTP_URL: 'smtps://mail.kr', MAIL_FROM: 'a@b.kr', SMTP_TLS: '' },
    });
    expect(catcherPlan().ports).to.deep.equal(['SMTP_PORT', 'MAIL_DESK_PORT']);
  });
});

describe('the page that shows the mails', () => {
  let catcher: MailCatcher;
  let server: Server;
  let url: string;
  before(async () => {
    catcher = await startMailCatcher({ keptMax: 3 });
    server = createServer(mailDesk(catcher));
    url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  });
  after(async () => {
    await closeServer(server);
    await catcher.stop();
  });

  const send = (subject: string, text: string, html: string | null = null) =>
    createMailer({
      ...{ SMTP_URL: catcher.url, MAIL_FROM: 'a@sagopalgo.test', SMTP_TLS: 'tried' },
    }).send({ mailId: subject, recipient: 'kim@there.test', subject, text, html });
  const read = async (path = '/') => {
    const response = await fetch(url + path);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('says that there is none yet', async () => {
    expect((await read()).text).to.contain('아직 보낸 메일이 없어요');
  });

  it('has the newest first, with links to follow', async () => {
    await send('first', '하나');
    await send('second', '여기: http://127.0.0.1:3000/verify-email#token=a-b_c\n끝');
    const { text } = await read();
    expect(text.indexOf('second')).to.be.below(text.indexOf('first'));
    expect(text).to.contain('<a href="http://127.0.0.1:3000/verify-email#token=a-b_c">');
    expect(text).to.contain('data-to="kim@there.test"');
  });

  it('runs nothing that a mail brings along', async () => {
    await send('<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<p>보기</p>');
    const { text, headers } = await read();
    expect(text).not.to.match(/<script|<img/);
    expect(headers.get('content-security-policy')).to.match(/default-src 'none'/);
    expect((await read('/mails/2')).text).to.contain('<p>보기</p>');
    expect((await read('/mails/9')).status).to.equal(404);
  });

  it('keeps the last ones, as many as it was told to', async () => {
    for (const subject of ['third', 'fourth', 'fifth']) await send(subject, '.');
    const { text } = await read();
    expect(text).to.match(/fifth.*fourth.*third/s);
    expect(text).not.to.match(/first|second/);
  });
});
