import express from 'express';
import type { Express } from 'express';
import type { CaughtMail, MailCatcher } from '@sagopalgo/core/testing/mail-catcher.ts';
import { html, SafeHtml } from '../toss-simulator/safe-html.ts';

const URL_PATTERN = /(https?:\/\/[^\s<>"]+)/;
/** The page runs nothing; what a mail looks like is shown in a frame that may do nothing but open links. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'self'";
const STYLE = `
  :root { color-scheme: light dark; font-family: 'Pretendard Variable', system-ui, sans-serif; }
  body { margin: 0 auto; padding: 16px; max-width: 760px; line-height: 1.55; overflow-wrap: anywhere; }
  h1 { font-size: 22px; }
  h2 { font-size: 16px; margin: 0 0 8px; }
  .banner { padding: 10px 14px; border-radius: 6px; background: #8a570022; font-weight: 600; }
  article { border: 1px solid #8886; border-radius: 10px; padding: 16px; margin: 16px 0; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0 0 12px; font-size: 14px; }
  dt { opacity: 0.75; }
  dd { margin: 0; }
  pre { white-space: pre-wrap; font: inherit; margin: 0; }
  summary { cursor: pointer; min-height: 44px; line-height: 44px; }
  iframe { width: 100%; height: 460px; border: 1px solid #8886; border-radius: 6px; background: #fff; }
`;

/** The page on which a developer reads the mails that were caught, the newest first. */
export function mailDesk({ mails }: Pick<MailCatcher, 'mails'>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({ 'content-security-policy': POLICY, 'cache-control': 'no-store' });
    response.set({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
    next();
  });
  app.get('/', (_request, response) => {
    response.type('html').send(page(mails.toReversed()).text);
  });
  app.get('/mails/:number', (request, response, next) => {
    const mail = mails[Number(request.params.number)];
    if (!mail) return next();
    // A link opens in a window of its own: the frame is too small for a page, and may hold none.
    response.type('html').send(mail.html.replace('<head>', '<head><base target="_blank">'));
  });
  return app;
}

function page(newest: CaughtMail[]): SafeHtml {
  const parts = newest.map((mail, index) => mailPart(mail, newest.length - 1 - index));
  return html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>메일함 · 사고팔고 로컬</title>
        <style>
          ${new SafeHtml(STYLE)}
        </style>
      </head>
      <body>
        <p class="banner" role="note">메일은 이 컴퓨터 밖으로 나가지 않아요</p>
        <h1>보낸 메일</h1>
        ${parts.length === 0 ? html`<p>아직 보낸 메일이 없어요.</p>` : parts}
      </body>
    </html>`;
}

function mailPart({ to, from, subject, text, caughtAtMs, ...mail }: CaughtMail, number: number) {
  const looks = html`<details>
    <summary>받는 분이 보는 모습</summary>
    <iframe
      title="메일의 모습"
      src="/mails/${number}"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    ></iframe>
  </details>`;
  return html`<article data-testid="mail" data-to="${to.join(' ')}">
    <h2>${subject}</h2>
    <dl>
      <dt>받는 분</dt>
      <dd>${to.join(', ')}</dd>
      <dt>보낸 곳</dt>
      <dd>${from}</dd>
      <dt>때</dt>
      <dd>${new Date(caughtAtMs).toLocaleString('ko-KR', { timeZone: 'Asia/Seoul' })}</dd>
    </dl>
    <pre>${linked(text)}</pre>
    ${mail.html === '' ? '' : looks}
  </article>`;
}

/** A text with what looks like an address made one that can be followed. */
function linked(text: string): SafeHtml[] {
  return text
    .split(URL_PATTERN)
    .map((piece) =>
      URL_PATTERN.test(piece) ? html`<a href="${piece}">${piece}</a>` : html`${piece}`,
    );
}
