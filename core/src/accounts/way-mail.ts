import { linkMail } from '../mail/link-mail.ts';
import { putOwnerMail } from '../mail/owner-mail.ts';
import type { MailOwner } from '../mail/owner-mail.ts';
import type { Tx } from '../mysql/connect.ts';
import { PROVIDER_WORDS } from '../rules/sign-in-providers.ts';
import type { ProviderName } from '../rules/sign-in-providers.ts';

/** The page on which people see by what they sign in. */
const ACCOUNT_PATH = '/me/account';

const WORDS = {
  added: {
    heading: (name: string) => `${name} 로그인이 연결됐어요`,
    lead: (name: string) =>
      `이제 ${name} 계정으로도 사고팔고에 로그인할 수 있어요. 직접 연결하셨다면 그대로 두시면 돼요.`,
    not: '직접 연결하지 않으셨다면 다른 사람이 로그인할 수 있어요. 연결을 끊고 비밀번호를 바꿔 주세요.',
  },
  removed: {
    heading: (name: string) => `${name} 로그인 연결이 끊겼어요`,
    lead: (name: string) =>
      `이제 ${name} 계정으로는 사고팔고에 로그인할 수 없어요. 직접 끊으셨다면 그대로 두시면 돼요.`,
    not: '직접 끊지 않으셨다면 다른 사람이 로그인했을 수 있어요. 비밀번호를 바꿔 주세요.',
  },
} as const;

/** A way in that was added to somebody's account, or taken from it. */
export interface ChangedWay {
  change: keyof typeof WORDS;
  provider: ProviderName;
  /** Where the page is that it can be looked at on. */
  origin: string;
}

/** Promises an account's owner a mail that by a provider's word somebody can sign in from now on, or no more. */
export async function putWayMail(
  tx: Tx,
  owner: MailOwner,
  way: ChangedWay,
  nowMs: number,
): Promise<void> {
  await putOwnerMail(tx, owner, { kind: 'sign-in-way', ...wayMail(way) }, nowMs);
}

function wayMail({ change, provider, origin }: ChangedWay) {
  const { heading, lead, not } = WORDS[change];
  const name = PROVIDER_WORDS[provider];
  return linkMail({
    subject: `[사고팔고] ${heading(name)}`,
    heading: heading(name),
    lead: lead(name),
    ask: '로그인 방법은 아래 링크에서 볼 수 있어요.',
    button: '로그인 방법 보러 가기',
    link: `${origin}${ACCOUNT_PATH}`,
    notes: [
      not,
      '비밀번호를 메일로 새로 정하면 모든 기기에서 로그아웃되고 연결해 둔 로그인은 모두 끊겨요.',
    ],
  });
}
