import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { CARRIERS } from '@sagopalgo/core/contracts/orders.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatMoment } from '../../lib/format.ts';
import { OrderSection } from './order-section.tsx';

/** How the thing is under way, once it is. */
export function OrderShipment({ order: { shipment } }: { order: Order }) {
  if (!shipment) return null;
  const { carrier, trackingNumber, shippedAtMs } = shipment;
  return (
    <OrderSection title="배송" testId="order-shipment">
      <dl className="order-facts num">
        <dt>보낸 방법</dt>
        <dd>{CARRIERS[carrier]}</dd>
        {trackingNumber !== null && (
          <>
            <dt>송장 번호</dt>
            <dd className="with-copy">
              {trackingNumber}
              <CopyButton text={trackingNumber} what="송장 번호" />
            </dd>
          </>
        )}
        <dt>보낸 때</dt>
        <dd>{formatMoment(shippedAtMs)}</dd>
      </dl>
    </OrderSection>
  );
}

/** Where the thing goes; the seller sees it once it is paid for. */
export function OrderAddress({ order: { address } }: { order: Order }) {
  if (!address) return null;
  return (
    <OrderSection title="받는 곳" testId="order-address">
      <dl className="order-facts num">
        <dt>받는 분</dt>
        <dd>
          {address.recipient} · {address.phone}
        </dd>
        <dt>주소</dt>
        <dd>{addressLine(address)}</dd>
        {address.memo !== null && (
          <>
            <dt>배송 메모</dt>
            <dd>{address.memo}</dd>
          </>
        )}
      </dl>
    </OrderSection>
  );
}

function addressLine({ postcode, line1, line2 }: Address): string {
  return `(${postcode}) ${line1}${line2 === null ? '' : ` ${line2}`}`;
}
