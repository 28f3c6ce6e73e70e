import type { BankAccount } from '../contracts/addresses.ts';
import { BANKS } from '../contracts/addresses.ts';
import { linkMail } from '../mail/link-mail.ts';
import { putOwnerMail } from '../mail/owner-mail.ts';
import type { MailOwner } from '../mail/owner-mail.ts';
import type { Tx } from '../mysql/connect.ts';

const SETTLEMENT_PATH = '/me/settlement';
const SHOWN_DIGITS = 4;

/** An account that a seller's money goes to from now on. */
export interface ChangedAccount {
  account: BankAccount;
  /** Where the page is that it can be looked at on. */
  origin: string;
}

/** Promises a seller a mail that says where their money goes from now on. */
export async function putPayoutAccountMail(
  tx: Tx,
  owner: MailOwner,
  changed: ChangedAccount,
  nowMs: number,
): Promise<void> {
  await putOwnerMail(tx, owner, { kind: 'payout-account', ...payoutAccountMail(changed) }, nowMs);
}

function payoutAccountMail({ account, origin }: ChangedAccount) {
  const heading = '판매 대금을 받을 계좌가 정해졌어요';
  // Mailboxes are read by more people than 내 정산 is: the end of the number is enough to know it by.
  const end = account.accountNumber.slice(-SHOWN_DIGITS);
  return linkMail({
    subject: `[사고팔고] ${heading}`,
    heading,
    lead: `다음 정산부터 ${BANKS[account.bank]} ${end}(끝 네 자리) 계좌로 보내요. 직접 정하셨다면 그대로 두시면 돼요.`,
    ask: '받을 계좌는 아래 링크에서 볼 수 있어요.',
    button: '받을 계좌 보러 가기',
    link: `${origin}${SETTLEMENT_PATH}`,
    notes: [
      '직접 정하지 않으셨다면 다른 사람이 로그인했을 수 있어요. 비밀번호를 메일로 새로 정해 주세요. 모든 기기에서 로그아웃되고, 적혀 있던 받을 계좌는 지워져요.',
      '그 사이 지급 목록에 오른 돈은 이 계좌로 갈 수 있어요. 바로 고객센터에 알려 주시면 이체하기 전에 멈출 수 있어요.',
    ],
  });
}
