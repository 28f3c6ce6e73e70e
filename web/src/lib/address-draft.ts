import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import { addressSchema } from '@sagopalgo/core/contracts/addresses.ts';
import { z } from 'zod';
import { faultsOf } from './field-faults.ts';

/** An address as it stands in the form. */
export const addressDraftSchema = z.object({
  recipient: z.string(),
  phone: z.string(),
  postcode: z.string(),
  line1: z.string(),
  line2: z.string(),
  memo: z.string(),
});
export type AddressDraft = z.infer<typeof addressDraftSchema>;

const EMPTY: AddressDraft = {
  ...{ recipient: '', phone: '', postcode: '' },
  ...{ line1: '', line2: '', memo: '' },
};

/** The form as it begins: what was typed in this tab, else where the last thing went. */
export function firstDraft(kept: AddressDraft | null, last: Address | null): AddressDraft {
  return kept ?? draftOf(last);
}

/** A known address as it stands in a form; nothing for null. */
export function draftOf(address: Address | null): AddressDraft {
  if (!address) return EMPTY;
  const { recipient, phone, postcode, line1, line2, memo } = address;
  return { recipient, phone, postcode, line1, line2: line2 ?? '', memo: memo ?? '' };
}

/** The address, or what is wrong with it by field. */
export function checkAddress(
  draft: AddressDraft,
): { address: Address; faults?: never } | { address?: never; faults: Record<string, string> } {
  const checked = addressSchema.safeParse({
    ...draft,
    phone: withoutGaps(draft.phone),
    postcode: withoutGaps(draft.postcode),
    line2: draft.line2.trim() || null,
    memo: draft.memo.trim() || null,
  });
  return checked.success ? { address: checked.data } : { faults: faultsOf(checked) };
}

/** The faults that the API found, by field: it names them `address.postcode`. */
export function faultsOfAddress(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([path, words]) => [path.replace(/^address\./, ''), words]),
  );
}

/** People write numbers with hyphens and spaces, and in full width. */
function withoutGaps(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '');
}
