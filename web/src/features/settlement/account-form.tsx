import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { BANKS } from '@sagopalgo/core/contracts/addresses.ts';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import type { AccountDraft } from './account-draft.ts';
import { checkAccount, EMPTY_ACCOUNT } from './account-draft.ts';
import { useSetAccount } from './use-settlement.ts';

const OPTIONS = Object.entries(BANKS)
  .map(([id, name]) => ({ id, name }))
  .toSorted((a, b) => a.name.localeCompare(b.name, 'ko'));

/** Where the money goes: bank, number, holder. */
export function AccountForm({
  account,
  onDone,
}: {
  account: BankAccount | null;
  onDone: () => void;
}) {
  const [draft, setDraft] = useState<AccountDraft>(account ?? EMPTY_ACCOUNT);
  const [tried, setTried] = useState(false);
  const save = useSetAccount();
  const checked = checkAccount(draft);
  const refused = save.error instanceof ApiRefusal ? save.error.fieldFaults() : {};
  const faults = { ...refused, ...(tried && checked.faults) };
  const change = (part: Partial<AccountDraft>) => {
    setDraft({ ...draft, ...part });
    save.reset();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (checked.account) save.mutate(checked.account, { onSuccess: onDone });
  };
  return (
    <form className="account-form" onSubmit={send} noValidate>
      <SelectField
        label="은행"
        placeholder="은행을 골라 주세요"
        options={OPTIONS}
        value={draft.bank}
        onChange={(bank) => change({ bank })}
        fault={faults.bank}
      />
      <TextField
        label="계좌번호"
        inputMode="numeric"
        autoComplete="off"
        value={draft.accountNumber}
        onChange={(accountNumber) => change({ accountNumber })}
        fault={faults.accountNumber}
      />
      <TextField
        label="예금주"
        autoComplete="name"
        value={draft.holderName}
        onChange={(holderName) => change({ holderName })}
        fault={faults.holderName}
      />
      <div role="alert">
        {save.error && Object.keys(refused).length === 0 && (
          <Strip mood="no">{wordsOf(save.error)}</Strip>
        )}
      </div>
      <Button type="submit" kind="primary" size="big" busy={save.isPending}>
        이 계좌로 받기
      </Button>
    </form>
  );
}
