import { SelectField } from '../../components/select-field.tsx';
import type { AddressDraft } from '../../lib/address-draft.ts';
import { draftOf } from '../../lib/address-draft.ts';
import { useSavedAddresses } from '../../lib/use-saved-addresses.ts';

/** Fills the form by an address that the buyer keeps; nothing where there is none. */
export function AddressChoice({ onChoose }: { onChoose: (draft: AddressDraft) => void }) {
  const { data } = useSavedAddresses();
  const saved = data?.items ?? [];
  if (saved.length === 0) return null;
  return (
    <SelectField
      label="주소록에서 고르기"
      placeholder="저장한 주소"
      options={saved.map(({ addressId, recipient, line1, line2 }) => ({
        id: addressId,
        name: [recipient, line1, line2].filter(Boolean).join(' · '),
      }))}
      value={null}
      onChange={(id) => {
        const chosen = saved.find(({ addressId }) => addressId === id);
        if (chosen) onChoose(draftOf(chosen));
      }}
    />
  );
}
