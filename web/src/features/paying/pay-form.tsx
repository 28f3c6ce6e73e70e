import type { getCheckout } from '@sagopalgo/core/contracts/payments.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { Strip } from '../../components/strip.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import { formatMoment } from '../../lib/format.ts';
import type { AddressDraft } from '../../lib/address-draft.ts';
import { checkAddress, faultsOfAddress, firstDraft } from '../../lib/address-draft.ts';
import { AddressFields } from '../../components/address-fields.tsx';
import { AddressChoice } from './address-choice.tsx';
import { keepAddress, keptAddress } from './keep-address.ts';
import './paying.css';
import { ChangedAmountError, usePay } from './use-pay.ts';
import { useWidget } from './use-widget.ts';
import { WidgetBox } from './widget-box.tsx';
import { widgetWords } from './widget-words.ts';

type Checkout = z.output<typeof getCheckout.reply>;

interface PayFormProps {
  checkout: Checkout;
  userId: string;
}

/** Where to send it, how to pay, and one button that says how much. */
export function PayForm({ checkout, userId }: PayFormProps) {
  const { orderId, amountKrw } = checkout;
  const [draft, setDraft] = useState(() => firstDraft(keptAddress(userId), checkout.lastAddress));
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const shown = useWidget(checkout, amountKrw);
  const pay = usePay(orderId);
  const checked = checkAddress(draft);
  const refused = pay.error instanceof ApiRefusal ? faultsOfAddress(pay.error.fieldFaults()) : {};
  const faults = { ...refused, ...(tried && checked.faults) };
  const change = (part: Partial<AddressDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    keepAddress(userId, next);
    if (pay.isError) pay.reset();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!checked.address) focusFirstFault(form.current);
    else if (shown.widget) {
      pay.mutate({ address: checked.address, widget: shown.widget, shownKrw: amountKrw });
    }
  };
  return (
    <form ref={form} className="pay-form" onSubmit={send} noValidate>
      {checkout.isSimulated && (
        <Strip mood="out" testId="simulated">
          연습용 결제예요. 실제 돈은 나가지 않아요.
        </Strip>
      )}
      <section className="pay-part">
        <h2>받는 곳</h2>
        <AddressChoice onChoose={change} />
        <AddressFields draft={draft} faults={faults} change={change} />
      </section>
      <section className="pay-part">
        <h2>결제 방법</h2>
        <WidgetBox shown={shown} />
        <Limits limits={checkout.limits} />
      </section>
      <PayFoot
        checkout={checkout}
        isReady={shown.state === 'ready'}
        isBusy={pay.isPending || pay.isSuccess}
        words={pay.error && Object.keys(refused).length === 0 ? payWords(pay.error) : null}
      />
    </form>
  );
}

/** What Toss cannot take for this amount, said before anybody tries. */
function Limits({ limits }: Pick<Checkout, 'limits'>) {
  if (limits.length === 0) return null;
  return (
    <ul className="pay-limits num" data-testid="pay-limits">
      {limits.map((limit) => (
        <li key={limit}>{limit}</li>
      ))}
    </ul>
  );
}

interface PayFootProps {
  checkout: Checkout;
  isReady: boolean;
  isBusy: boolean;
  /** What went wrong the last time. */
  words: string | null;
}

function PayFoot({ checkout: { amountKrw, payByMs }, isReady, isBusy, words }: PayFootProps) {
  return (
    <div className="pay-foot num">
      <p className="pay-due" data-testid="pay-due">
        <span>
          결제 기한 <b>{formatMoment(payByMs)}</b>
        </span>
        <Countdown untilMs={payByMs} after=" 남음" />
      </p>
      <div role="alert">{words !== null && <Strip mood="no">{words}</Strip>}</div>
      <Button
        type="submit"
        kind="primary"
        size="big"
        isDisabled={!isReady && !isBusy}
        busy={isBusy}
      >
        {isBusy ? '결제창으로 가는 중' : `${formatKrw(amountKrw)} 결제하기`}
      </Button>
    </div>
  );
}

function payWords(error: Error): string {
  if (error instanceof ApiRefusal) return wordsOf(error);
  return error instanceof ChangedAmountError
    ? '결제할 금액이 바뀌었어요. 새로고침하고 다시 결제해 주세요.'
    : widgetWords(error);
}
