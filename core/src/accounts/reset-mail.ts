import { PASSWORD_RESET_MS, RESET_PASSWORD_PATH } from '../contracts/passwords.ts';
import { linkMail, tokenLink } from '../mail/link-mail.ts';

const MINUTES = PASSWORD_RESET_MS / 60_000;

/** The mail by which somebody sets a new password. */
export function resetMail(
  origin: string,
  token: string,
): { subject: string; text: string; html: string } {
  return linkMail({
    subject: '[사고팔고] 새 비밀번호를 정해 주세요',
    heading: '새 비밀번호를 정해 주세요',
    lead: '이 이메일 주소로 가입한 계정의 비밀번호를 다시 정하고 싶다는 요청을 받았어요.',
    ask: '아래 링크를 열고 새 비밀번호를 적어 주세요.',
    button: '새 비밀번호 정하러 가기',
    link: tokenLink(origin, RESET_PASSWORD_PATH, token),
    notes: [
      `링크는 ${MINUTES}분 동안 한 번만 쓸 수 있어요.`,
      '비밀번호를 바꾸면 로그인돼 있던 모든 기기에서 로그아웃되고, 연결해 둔 카카오·네이버·구글 로그인은 끊기고, 판매 대금을 받을 계좌는 지워져요.',
      '요청하지 않으셨다면 이 메일은 지우셔도 돼요. 누르지 않으면 비밀번호는 그대로예요.',
    ],
  });
}
