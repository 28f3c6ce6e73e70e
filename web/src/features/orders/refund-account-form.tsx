import { BankAccountForm } from '../../components/bank-account-form.tsx';
import { useRefundAccount } from './use-order-moves.ts';

/** Asks the buyer for the account that a deposit goes back to. */
export function RefundAccountForm({ orderId }: { orderId: string }) {
  const give = useRefundAccount(orderId);
  return (
    <div className="refund-account">
      <p>계좌로 입금하셨기 때문에, 돌려받을 계좌를 알려 주셔야 보내 드릴 수 있어요.</p>
      <BankAccountForm
        submit="이 계좌로 돌려받기"
        save={give}
        onSave={(account) => give.mutate(account)}
      />
    </div>
  );
}
