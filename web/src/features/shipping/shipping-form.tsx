import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { CARRIERS } from '@sagopalgo/core/contracts/orders.ts';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import type { ShippingDraft } from './shipping-draft.ts';
import { checkShipping, draftOf } from './shipping-draft.ts';
import { useShipOrder } from './use-shipping.ts';

const OPTIONS = Object.entries(CARRIERS).map(([id, name]) => ({ id, name }));

interface ShippingFormProps {
  order: Order;
  submit: string;
  onDone?: () => void;
}

/** Who carries the thing, and by which number. */
export function ShippingForm({ order, submit, onDone = () => {} }: ShippingFormProps) {
  const [draft, setDraft] = useState(draftOf(order.shipment));
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const ship = useShipOrder(order.orderId);
  const checked = checkShipping(draft);
  const refused = ship.error instanceof ApiRefusal ? ship.error.fieldFaults() : {};
  const faults = { ...refused, ...(tried && checked.faults) };
  const change = (part: Partial<ShippingDraft>) => {
    setDraft({ ...draft, ...part });
    // What was said about a parcel is not said about the next one.
    ship.reset();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (checked.shipment) ship.mutate(checked.shipment, { onSuccess: onDone });
    else focusFirstFault(form.current);
  };
  return (
    <form ref={form} onSubmit={send} noValidate>
      <SelectField
        label="택배사"
        placeholder="택배사를 골라 주세요"
        options={OPTIONS}
        value={draft.carrier}
        onChange={(carrier) => change({ carrier: carrier as ShippingDraft['carrier'] })}
        fault={faults.carrier}
      />
      {draft.carrier === 'direct' ? (
        <p className="field-note">만나서 전해 주세요. 송장 번호는 없어도 돼요.</p>
      ) : (
        <TextField
          label="송장 번호"
          inputMode="numeric"
          autoComplete="off"
          value={draft.trackingNumber}
          onChange={(trackingNumber) => change({ trackingNumber })}
          fault={faults.trackingNumber}
        />
      )}
      <div role="alert">
        {ship.error && Object.keys(refused).length === 0 && (
          <Strip mood="no">{wordsOf(ship.error)}</Strip>
        )}
      </div>
      <Button type="submit" kind="primary" size="big" busy={ship.isPending}>
        {submit}
      </Button>
    </form>
  );
}
