import type { BankAccount } from '@sagopalgo/core/contracts/addresses.ts';
import { BANKS } from '@sagopalgo/core/contracts/addresses.ts';
import { useState } from 'react';
import { BankAccountForm } from '../../components/bank-account-form.tsx';
import { Button } from '../../components/button.tsx';
import { CurrentPassword } from '../../components/current-password.tsx';
import { useSession } from '../../lib/use-session.ts';
import { useFocusAfterMove } from '../../lib/use-focus-after-move.ts';
import { useSetAccount } from './use-settlement.ts';

/** The account that payouts go to, and its change. */
export function PayoutAccount({ account }: { account: BankAccount | null }) {
  const [changes, setChanges] = useState(false);
  const [password, setPassword] = useState('');
  const hasPassword = useSession()?.hasPassword ?? false;
  const save = useSetAccount();
  const isSaved = save.isSuccess && !changes;
  const isShown = account !== null && !changes;
  const heading = useFocusAfterMove(isShown ? 'shown' : 'asked');
  const changePassword = (given: string) => {
    setPassword(given);
    // What was said about a password is not said about the next one.
    save.reset();
  };
  const close = () => {
    setPassword('');
    setChanges(false);
  };
  return (
    <section className="payout-account" aria-label="받을 계좌">
      <h2 ref={heading} tabIndex={-1}>
        받을 계좌
      </h2>
      <output className="unseen">{isSaved && '계좌를 등록했어요.'}</output>
      {isShown ? (
        <>
          <p className="num" data-testid="payout-account">
            <b>{BANKS[account.bank]}</b> {account.accountNumber} · {account.holderName}
          </p>
          <span className="row">
            <Button onPress={() => setChanges(true)}>계좌 바꾸기</Button>
          </span>
        </>
      ) : (
        <>
          <p>
            {account
              ? '다음 정산부터 이 계좌로 보내요.'
              : '첫 정산 전에 필요해요. 판매 대금은 은행 계좌로만 보낼 수 있어서, 계좌가 없으면 정산을 시작하지 못해요.'}
          </p>
          <BankAccountForm
            account={account}
            submit="이 계좌로 받기"
            save={save}
            onSave={(given) =>
              save.mutate(
                { ...given, password: hasPassword ? password : null },
                { onSuccess: close },
              )
            }
          >
            {hasPassword && (
              <CurrentPassword value={password} onChange={changePassword} error={save.error} />
            )}
          </BankAccountForm>
        </>
      )}
    </section>
  );
}
