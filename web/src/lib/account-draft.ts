import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { bankAccountSchema } from '@sagopalgo/core/contracts/addresses.ts';
import { faultsOf } from './field-faults.ts';

/** An account as it stands in a form; no bank chosen is null. */
export interface AccountDraft {
  bank: string | null;
  accountNumber: string;
  holderName: string;
}

export const EMPTY_ACCOUNT: AccountDraft = { bank: null, accountNumber: '', holderName: '' };

/** The account, or what is missing and wrong. Numbers are often typed with dashes and spaces. */
export function checkAccount(
  draft: AccountDraft,
): { account: BankAccount; faults?: never } | { account?: never; faults: Record<string, string> } {
  const checked = bankAccountSchema.safeParse({
    bank: draft.bank ?? '',
    accountNumber: draft.accountNumber.normalize('NFKC').replace(/[\s-]/g, ''),
    holderName: draft.holderName,
  });
  return checked.success ? { account: checked.data } : { faults: faultsOf(checked) };
}
