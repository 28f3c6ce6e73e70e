import type { Address } from '@sagopalgo/core/contracts/addresses.ts';

/** `010-1234-5678`, `02-123-4567`: digits as couriers print them. */
export function formatPhone(digits: string): string {
  const parts = /^(02|0\d{2})(\d{3,4})(\d{4})$/.exec(digits);
  return parts ? parts.slice(1).join('-') : digits;
}

/** An address as it is written on a parcel, a line each. */
export function addressLines({
  recipient,
  phone,
  postcode,
  line1,
  line2,
  memo,
}: Address): string[] {
  return [
    `${recipient} ${formatPhone(phone)}`,
    `(${postcode}) ${line1}${line2 ? ` ${line2}` : ''}`,
    ...(memo ? [`배송 메모: ${memo}`] : []),
  ];
}
