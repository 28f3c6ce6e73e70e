import './address-fields.css';
import { TextField } from './text-field.tsx';
import type { AddressDraft } from '../lib/address-draft.ts';

const NAME_MAX_CHARS = 40;
const LINE_MAX_CHARS = 100;

interface AddressFieldsProps {
  draft: AddressDraft;
  faults: Record<string, string | undefined>;
  change: (part: Partial<AddressDraft>) => void;
}

/** Where the thing is to be sent, each fault beside its field. */
export function AddressFields({ draft, faults, change }: AddressFieldsProps) {
  return (
    <div className="address-fields">
      <TextField
        label="받는 분"
        autoComplete="shipping name"
        value={draft.recipient}
        onChange={(recipient) => change({ recipient })}
        maxLength={NAME_MAX_CHARS}
        fault={faults['recipient']}
      />
      <TextField
        label="전화번호"
        type="tel"
        inputMode="tel"
        autoComplete="shipping tel"
        value={draft.phone}
        onChange={(phone) => change({ phone })}
        fault={faults['phone']}
      />
      <TextField
        label="우편번호"
        inputMode="numeric"
        autoComplete="shipping postal-code"
        value={draft.postcode}
        onChange={(postcode) => change({ postcode })}
        fault={faults['postcode']}
      />
      <TextField
        label="주소"
        autoComplete="shipping address-line1"
        value={draft.line1}
        onChange={(line1) => change({ line1 })}
        maxLength={LINE_MAX_CHARS}
        fault={faults['line1']}
      />
      <TextField
        label="상세 주소"
        note="동, 호수처럼 더 적을 것이 있을 때만"
        autoComplete="shipping address-line2"
        value={draft.line2}
        onChange={(line2) => change({ line2 })}
        maxLength={LINE_MAX_CHARS}
        fault={faults['line2']}
      />
      <TextField
        label="배송 메모"
        note="판매자에게 전할 말이 있을 때만"
        autoComplete="off"
        value={draft.memo}
        onChange={(memo) => change({ memo })}
        maxLength={LINE_MAX_CHARS}
        fault={faults['memo']}
      />
    </div>
  );
}
