import { BANKS, bankAccountSchema } from '@sagopalgo/core/contracts/addresses.ts';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { faultsOf } from '../../lib/field-faults.ts';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import { useRefundAccount } from './use-order-moves.ts';

const BANK_OPTIONS = Object.entries(BANKS)
  .map(([id, name]) => ({ id, name }))
  .toSorted((a, b) => a.name.localeCompare(b.name, 'ko'));

const NOTHING = { bank: '', accountNumber: '', holderName: '' };

/** Asks the buyer for the account that a deposit goes back to. */
export function RefundAccountForm({ orderId }: { orderId: string }) {
  const [typed, setTyped] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const give = useRefundAccount(orderId);
  const checked = bankAccountSchema.safeParse(typed);
  const refused = give.error instanceof ApiRefusal ? give.error.fieldFaults() : {};
  const faults = { ...refused, ...(tried && faultsOf(checked)) };
  const change = (part: Partial<typeof NOTHING>) => setTyped({ ...typed, ...part });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (checked.success) give.mutate(checked.data);
    else focusFirstFault(form.current);
  };
  return (
    <form ref={form} className="refund-account" onSubmit={send} noValidate>
      <p>계좌로 입금하셨기 때문에, 돌려받을 계좌를 알려 주셔야 보내 드릴 수 있어요.</p>
      <SelectField
        label="은행"
        placeholder="은행을 골라 주세요"
        options={BANK_OPTIONS}
        value={typed.bank || null}
        onChange={(bank) => change({ bank })}
        fault={faults['bank']}
      />
      <TextField
        label="계좌번호"
        inputMode="numeric"
        autoComplete="off"
        value={typed.accountNumber}
        onChange={(text) => change({ accountNumber: text.replace(/[\s-]/g, '') })}
        fault={faults['accountNumber']}
      />
      <TextField
        label="예금주"
        value={typed.holderName}
        onChange={(holderName) => change({ holderName })}
        fault={faults['holderName']}
      />
      <div role="alert">
        {give.error && Object.keys(refused).length === 0 && (
          <Strip mood="no">{wordsOf(give.error)}</Strip>
        )}
      </div>
      <Button type="submit" kind="primary" busy={give.isPending}>
        이 계좌로 돌려받기
      </Button>
    </form>
  );
}
