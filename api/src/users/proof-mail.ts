import { EMAIL_PROOF_MS, VERIFY_EMAIL_PATH } from '@sagopalgo/core/contracts/email-proofs.ts';
import { linkMail, tokenLink } from '@sagopalgo/core/mail/link-mail.ts';

const HOURS = EMAIL_PROOF_MS / 3_600_000;

/** Where the token of a proof is taken to. */
export function proofLink(origin: string, token: string): string {
  return tokenLink(origin, VERIFY_EMAIL_PATH, token);
}

/**
 * The mail that asks whether an address is its owner's. It says nothing that the account's owner wrote:
 * nobody can have us send words of theirs to an address that may be anybody's.
 */
export function proofMail(link: string): { subject: string; text: string; html: string } {
  return linkMail({
    subject: '[사고팔고] 이메일 주소를 확인해 주세요',
    heading: '이메일 주소를 확인해 주세요',
    lead: '사고팔고에서 이 이메일 주소를 쓰시는지 확인하려고 해요.',
    ask: '아래 링크를 열고 ‘이메일 확인하기’를 눌러 주세요.',
    button: '이메일 확인하러 가기',
    link,
    notes: [
      `링크는 ${HOURS}시간 동안 한 번만 쓸 수 있어요. 새 링크를 받으면 이 링크는 쓸 수 없어요.`,
      '사고팔고에 가입하지 않으셨다면 이 메일은 지우셔도 돼요. 누르지 않으면 아무 일도 일어나지 않아요.',
    ],
  });
}
