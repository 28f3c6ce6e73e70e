import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { BANKS } from '@sagopalgo/core/contracts/addresses.ts';
import type { FormEvent, ReactNode } from 'react';
import { useRef, useState } from 'react';
import type { AccountDraft } from '../lib/account-draft.ts';
import { checkAccount, EMPTY_ACCOUNT } from '../lib/account-draft.ts';
import { ApiRefusal, wordsOf } from '../lib/api-refusal.ts';
import { focusFirstFault } from '../lib/focus-first-fault.ts';
import './bank-account-form.css';
import { Button } from './button.tsx';
import { withoutPasswordFault } from './current-password.tsx';
import { SelectField } from './select-field.tsx';
import { Strip } from './strip.tsx';
import { TextField } from './text-field.tsx';

const OPTIONS = Object.entries(BANKS)
  .map(([id, name]) => ({ id, name }))
  .toSorted((a, b) => a.name.localeCompare(b.name, 'ko'));

interface BankAccountFormProps {
  /** What is known already. */
  account?: BankAccount | null;
  submit: string;
  save: { isPending: boolean; error: Error | null; reset: () => void };
  onSave: (account: BankAccount) => void;
  /** What is asked beside it. */
  children?: ReactNode;
}

/** An account that money can be sent to: bank, number, holder. */
export function BankAccountForm(props: BankAccountFormProps) {
  const { account, submit, save, onSave, children } = props;
  const [draft, setDraft] = useState<AccountDraft>(account ?? EMPTY_ACCOUNT);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const checked = checkAccount(draft);
  const refused = save.error instanceof ApiRefusal ? save.error.fieldFaults() : {};
  const ofWhole = Object.keys(refused).length === 0 ? withoutPasswordFault(save.error) : null;
  const faults = { ...refused, ...(tried && checked.faults) };
  const change = (part: Partial<AccountDraft>) => {
    setDraft({ ...draft, ...part });
    // What was said about an account is not said about the next one.
    save.reset();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (checked.account) onSave(checked.account);
    else focusFirstFault(form.current);
  };
  return (
    <form ref={form} className="bank-account" onSubmit={send} noValidate>
      <SelectField
        label="은행"
        placeholder="은행을 골라 주세요"
        options={OPTIONS}
        value={draft.bank}
        onChange={(bank) => change({ bank })}
        fault={faults['bank']}
      />
      <TextField
        label="계좌번호"
        inputMode="numeric"
        autoComplete="off"
        value={draft.accountNumber}
        onChange={(accountNumber) => change({ accountNumber })}
        fault={faults['accountNumber']}
      />
      <TextField
        label="예금주"
        autoComplete="name"
        value={draft.holderName}
        onChange={(holderName) => change({ holderName })}
        fault={faults['holderName']}
      />
      {children}
      <div role="alert">{ofWhole && <Strip mood="no">{wordsOf(ofWhole)}</Strip>}</div>
      <Button type="submit" kind="primary" size="big" busy={save.isPending}>
        {submit}
      </Button>
    </form>
  );
}
