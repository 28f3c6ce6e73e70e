import type { SavedAddress } from '@sagopalgo/core/contracts/saved-addresses.ts';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { AddressFields } from '../../components/address-fields.tsx';
import { Button } from '../../components/button.tsx';
import { CheckField } from '../../components/check-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { checkAddress, draftOf } from '../../lib/address-draft.ts';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { focusFirstFault } from '../../lib/focus-first-fault.ts';
import { useWriteAddress } from './use-address-book.ts';

interface AddressFormProps {
  /** Null for a new one. */
  given: SavedAddress | null;
  onDone: () => void;
}

/** An address of the book, written or written anew. */
export function AddressForm({ given, onDone }: AddressFormProps) {
  const [draft, setDraft] = useState(() => draftOf(given));
  const [isDefault, setDefault] = useState(given?.isDefault ?? false);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const write = useWriteAddress();
  const { address, faults } = checkAddress(draft);
  const refused = write.error instanceof ApiRefusal ? write.error.fieldFaults() : {};
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!address) focusFirstFault(form.current);
    else {
      const addressId = given?.addressId ?? null;
      write.mutate({ addressId, address, isDefault }, { onSuccess: onDone });
    }
  };
  return (
    <form ref={form} className="account-form" onSubmit={send} noValidate>
      <AddressFields
        draft={draft}
        faults={{ ...refused, ...(tried && faults) }}
        change={(part) => setDraft({ ...draft, ...part })}
      />
      {!given?.isDefault && (
        <CheckField
          label="기본 주소로 쓰기"
          isOn={isDefault}
          onChange={setDefault}
          note="결제할 때 이 주소가 먼저 채워져요."
        />
      )}
      <div role="alert">{write.error && <Strip mood="no">{wordsOf(write.error)}</Strip>}</div>
      <div className="account-buttons">
        <Button type="submit" kind="primary" busy={write.isPending}>
          저장하기
        </Button>
        <Button onPress={onDone}>그만두기</Button>
      </div>
    </form>
  );
}
