import { EMAIL_PROOF_MS, VERIFY_EMAIL_PATH } from '@sagopalgo/core/contracts/email-proofs.ts';

const HOURS = EMAIL_PROOF_MS / 3_600_000;
const SUBJECT = '[사고팔고] 이메일 주소를 확인해 주세요';
const GOOD_FOR = `링크는 ${HOURS}시간 동안 한 번만 쓸 수 있어요. 새 링크를 받으면 이 링크는 쓸 수 없어요.`;
const NOT_YOU =
  '사고팔고에 가입하지 않으셨다면 이 메일은 지우셔도 돼요. 누르지 않으면 아무 일도 일어나지 않아요.';

const PARAGRAPH = 'margin:0 0 16px;font-size:15px;line-height:1.6;color:#17181a';
const SMALL = 'margin:0 0 8px;font-size:13px;line-height:1.6;color:#55585e';
const BUTTON =
  'display:inline-block;padding:14px 24px;border-radius:8px;background:#c8372d;color:#ffffff;' +
  'font-size:16px;font-weight:700;text-decoration:none';

/** Where a token is taken to: behind the `#`, so that neither a server nor its log is ever told it. */
export function proofLink(origin: string, token: string): string {
  return `${origin}${VERIFY_EMAIL_PATH}#token=${token}`;
}

/**
 * The mail that asks whether an address is its owner's. It says nothing that the account's owner wrote:
 * nobody can have us send words of theirs to an address that may be anybody's.
 */
export function proofMail(link: string): { subject: string; text: string; html: string } {
  const text = [
    '사고팔고에서 이 이메일 주소를 쓰시는지 확인하려고 해요.',
    `아래 링크를 열고 ‘이메일 확인하기’를 눌러 주세요.\n\n${link}`,
    GOOD_FOR,
    NOT_YOU,
  ].join('\n\n');
  return { subject: SUBJECT, text: `${text}\n`, html: htmlOf(link) };
}

function htmlOf(link: string): string {
  return `<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><title>${SUBJECT}</title></head>
<body style="margin:0;padding:24px;background:#faf9f6;font-family:sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#ffffff;border-radius:14px">
<h1 style="margin:0 0 16px;font-size:20px;color:#17181a">이메일 주소를 확인해 주세요</h1>
<p style="${PARAGRAPH}">사고팔고에서 이 이메일 주소를 쓰시는지 확인하려고 해요.</p>
<p style="margin:0 0 24px"><a href="${link}" style="${BUTTON}">이메일 확인하러 가기</a></p>
<p style="${SMALL}">${GOOD_FOR}</p>
<p style="${SMALL}">${NOT_YOU}</p>
<p style="${SMALL}">버튼이 눌리지 않으면 이 주소를 브라우저에 붙여 넣어 주세요.<br>
<span style="word-break:break-all">${link}</span></p>
</div>
</body>
</html>
`;
}
