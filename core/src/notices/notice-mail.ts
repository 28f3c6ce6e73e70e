import { NOTICE_SETTINGS_PATH } from '../contracts/notices.ts';
import { arrivalPath } from '../rules/notice-words.ts';
import type { NoticeWords } from '../rules/notice-words.ts';

const SUBJECT_MAX_CHARS = 190;
const WHY = '사고팔고 알림 설정에서 메일로 받기로 한 소식이에요.';
const PARAGRAPH = 'margin:0 0 16px;font-size:15px;line-height:1.6;color:#17181a';
const SMALL = 'margin:0 0 8px;font-size:13px;line-height:1.6;color:#55585e';
const BUTTON =
  'display:inline-block;padding:14px 24px;border-radius:8px;background:#c8372d;color:#ffffff;' +
  'font-size:16px;font-weight:700;text-decoration:none';
const ESCAPES: Record<string, string> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** A notice as a mail: what happened, the link that does the next step, and where such mails are turned off. */
export function noticeMail(
  words: NoticeWords & { noticeId: string },
  pageOrigin: string,
): { subject: string; text: string; html: string } {
  const { heading, text, action, noticeId } = words;
  const link = pageOrigin + arrivalPath(words, noticeId);
  const settings = pageOrigin + NOTICE_SETTINGS_PATH;
  const subject = `[사고팔고] ${heading}`.slice(0, SUBJECT_MAX_CHARS);
  const plain = [heading, text, `${action}: ${link}`, `${WHY} 그만 받기: ${settings}`];
  return {
    subject,
    text: `${plain.join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;background:#faf9f6;font-family:sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#ffffff;border-radius:14px">
<h1 style="margin:0 0 16px;font-size:20px;color:#17181a">${escaped(heading)}</h1>
<p style="${PARAGRAPH}">${escaped(text)}</p>
<p style="margin:0 0 24px"><a href="${escaped(link)}" style="${BUTTON}">${escaped(action)}</a></p>
<p style="${SMALL}">${WHY}<br>
<a href="${escaped(settings)}" style="color:#55585e">메일로 그만 받기</a></p>
</div>
</body>
</html>
`,
  };
}

// Titles are written by sellers.
function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
