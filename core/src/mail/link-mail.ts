const PARAGRAPH = 'margin:0 0 16px;font-size:15px;line-height:1.6;color:#17181a';
const SMALL = 'margin:0 0 8px;font-size:13px;line-height:1.6;color:#55585e';
const BUTTON =
  'display:inline-block;padding:14px 24px;border-radius:8px;background:#c8372d;color:#ffffff;' +
  'font-size:16px;font-weight:700;text-decoration:none';

/** A mail that asks for one thing, which its link leads to. Plain words of ours alone: nothing is escaped. */
export interface LinkMail {
  subject: string;
  heading: string;
  /** What it is about. */
  lead: string;
  /** What to do, with the link after it, where there is no button. */
  ask: string;
  button: string;
  link: string;
  /** What else has to be known, a sentence or two each. */
  notes: readonly string[];
}

/** Where a token is taken to: behind the `#`, so that neither a server nor its log is ever told it. */
export function tokenLink(origin: string, path: string, token: string): string {
  return `${origin}${path}#token=${token}`;
}

/** Such a mail in both of its forms. */
export function linkMail(mail: LinkMail): { subject: string; text: string; html: string } {
  const { subject, lead, ask, link, notes } = mail;
  const text = [lead, `${ask}\n\n${link}`, ...notes].join('\n\n');
  return { subject, text: `${text}\n`, html: htmlOf(mail) };
}

function htmlOf({ subject, heading, lead, button, link, notes }: LinkMail): string {
  const small = notes.map((note) => `<p style="${SMALL}">${note}</p>`).join('\n');
  return `<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><title>${subject}</title></head>
<body style="margin:0;padding:24px;background:#faf9f6;font-family:sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#ffffff;border-radius:14px">
<h1 style="margin:0 0 16px;font-size:20px;color:#17181a">${heading}</h1>
<p style="${PARAGRAPH}">${lead}</p>
<p style="margin:0 0 24px"><a href="${link}" style="${BUTTON}">${button}</a></p>
${small}
<p style="${SMALL}">버튼이 눌리지 않으면 이 주소를 브라우저에 붙여 넣어 주세요.<br>
<span style="word-break:break-all">${link}</span></p>
</div>
</body>
</html>
`;
}
