import type { OrderState } from '@sagopalgo/core/rules/order-states.ts';
import { ORDER_STATES } from '@sagopalgo/core/rules/order-states.ts';
import { PackageSearch, Scale } from 'lucide-react';
import { useState } from 'react';
import { Notice } from '../../components/notice.tsx';
import { ORDER_WORDS } from '../../components/order-words.ts';
import { SelectField } from '../../components/select-field.tsx';
import { DoneWord } from './done-word.tsx';
import { OpenDispute } from './open-dispute.tsx';
import { OrderCard } from './order-card.tsx';
import { PagedList } from './paged-list.tsx';
import { useOrdersIn } from './use-operating.ts';

const OPTIONS = ORDER_STATES.map((id) => ({ id, name: ORDER_WORDS[id] }));

/** Every dispute that waits for its end. */
export function DisputeList() {
  const [ended, setEnded] = useState<readonly string[]>([]);
  const list = useOrdersIn('disputed');
  const left = list.data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  return (
    <>
      <DoneWord times={ended.length} left={left}>{`‘${ended.at(-1)}’ 분쟁을 끝냈어요.`}</DoneWord>
      <PagedList
        list={list}
        keyOf={({ orderId }) => orderId}
        empty={<Notice icon={Scale} title="기다리는 분쟁이 없어요" />}
        renderItem={(order) => (
          <OrderCard order={order}>
            <OpenDispute
              orderId={order.orderId}
              onEnded={() => setEnded((before) => [...before, order.title])}
            />
          </OrderCard>
        )}
      />
    </>
  );
}

interface OrderListProps {
  state: OrderState;
  onState: (state: OrderState) => void;
}

/** The orders that stand in a state of one's choice. */
export function OrderList({ state, onState }: OrderListProps) {
  const list = useOrdersIn(state);
  return (
    <>
      <div className="operator-choice">
        <SelectField
          label="상태"
          placeholder="상태를 골라 주세요"
          options={OPTIONS}
          value={state}
          onChange={(chosen) => onState(chosen as OrderState)}
        />
      </div>
      <PagedList
        list={list}
        keyOf={({ orderId }) => orderId}
        empty={<Notice icon={PackageSearch} title="이 상태인 주문이 없어요" />}
        renderItem={(order) => <OrderCard order={order} />}
      />
    </>
  );
}
