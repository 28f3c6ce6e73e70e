import type { Address } from '@sagopalgo/core/contracts/addresses.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { addressLines } from './address-text.ts';

/** Where the thing goes, to be read and to be copied onto a parcel. */
export function DeliveryAddress({ address }: { address: Address }) {
  const lines = addressLines(address);
  return (
    <div className="ship-address" data-testid="delivery-address">
      <h3>보낼 곳</h3>
      <address className="num">
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </address>
      <span className="row">
        <CopyButton text={lines.join('\n')} what="주소" />
      </span>
    </div>
  );
}
