import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { bankAccountSchema } from '@sagopalgo/core/contracts/addresses.ts';

/** An account as it stands in the form; no bank chosen is null. */
export interface AccountDraft {
  bank: string | null;
  accountNumber: string;
  holderName: string;
}

export type AccountFaults = Partial<Record<keyof AccountDraft, string>>;

export const EMPTY_ACCOUNT: AccountDraft = { bank: null, accountNumber: '', holderName: '' };

/** The account, or what is missing and wrong. Numbers are often typed with dashes and spaces. */
export function checkAccount(
  draft: AccountDraft,
): { account: BankAccount; faults?: never } | { account?: never; faults: AccountFaults } {
  const checked = bankAccountSchema.safeParse({
    bank: draft.bank ?? '',
    accountNumber: draft.accountNumber.normalize('NFKC').replace(/[\s-]/g, ''),
    holderName: draft.holderName,
  });
  if (checked.success) return { account: checked.data };
  // The first thing that is wrong with a field is what to mend first.
  const faults = checked.error.issues
    .toReversed()
    .map(({ path, message }) => [String(path[0]), message] as const);
  return { faults: Object.fromEntries(faults) };
}
