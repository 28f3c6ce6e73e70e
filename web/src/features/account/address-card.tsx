import type { SavedAddress } from '@sagopalgo/core/contracts/saved-addresses.ts';
import { useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Failure } from '../../components/failure.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { useSavedAddresses } from '../../lib/use-saved-addresses.ts';
import { AddressForm } from './address-form.tsx';
import { useRemoveAddress } from './use-address-book.ts';

/** Where one has things sent. */
export function AddressCard() {
  const { data, error, refetch } = useSavedAddresses();
  const [edited, setEdited] = useState<SavedAddress | 'new' | null>(null);
  const remove = useRemoveAddress();
  if (edited !== null) {
    return (
      <section className="account-card" aria-label="주소록">
        <h2>{edited === 'new' ? '새 주소' : '주소 고치기'}</h2>
        <AddressForm given={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />
      </section>
    );
  }
  return (
    <section className="account-card" aria-label="주소록">
      <h2>주소록</h2>
      {!data && error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bone height={96} />}
      {data?.items.length === 0 && (
        <p className="account-words">저장한 주소가 없어요. 저장해 두면 결제할 때 바로 골라요.</p>
      )}
      <ul className="account-rows" data-testid="addresses">
        {data?.items.map((address) => (
          <AddressRow
            key={address.addressId}
            address={address}
            busy={remove.isPending}
            onEdit={() => setEdited(address)}
            onRemove={() => remove.mutate(address.addressId)}
          />
        ))}
      </ul>
      <div role="alert">{remove.error && <Strip mood="no">{wordsOf(remove.error)}</Strip>}</div>
      <Button onPress={() => setEdited('new')}>주소 추가하기</Button>
    </section>
  );
}

interface AddressRowProps {
  address: SavedAddress;
  busy: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function AddressRow({ address, busy, onEdit, onRemove }: AddressRowProps) {
  const { recipient, phone, postcode, line1, line2, isDefault } = address;
  return (
    <li className="num">
      <span>
        <b>{recipient}</b> {isDefault && <Badge mood="lead">기본</Badge>}
        <small>
          ({postcode}) {line1} {line2}
          <br />
          {phone}
        </small>
      </span>
      <span className="account-buttons">
        <Button kind="quiet" onPress={onEdit} aria-label={`${line1} 고치기`}>
          고치기
        </Button>
        <Button kind="quiet" busy={busy} onPress={onRemove} aria-label={`${line1} 지우기`}>
          지우기
        </Button>
      </span>
    </li>
  );
}
