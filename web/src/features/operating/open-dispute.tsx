import { useState } from 'react';
import { Bone } from '../../components/bone.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { DisputeForm } from './dispute-form.tsx';
import { Folded } from './folded.tsx';
import { useWholeOrder } from './use-operating.ts';

const FORM_HEIGHT_PX = 420;

interface OpenDisputeProps {
  orderId: string;
  onEnded: () => void;
}

/** A dispute's form, folded away until somebody wants to end it; what can go back is asked then. */
export function OpenDispute({ orderId, onEnded }: OpenDisputeProps) {
  const [isOpen, setOpen] = useState(false);
  const { data: order, error, refetch } = useWholeOrder(orderId, isOpen);
  return (
    <Folded summary="분쟁 끝내기" isOpen={isOpen} onToggle={setOpen}>
      {order && <DisputeForm order={order} onEnded={onEnded} />}
      {!order && error && <Failure error={error} onRetry={() => void refetch()} />}
      {isOpen && !order && !error && (
        <Loading label="불러오는 중">
          <Bone height={FORM_HEIGHT_PX} />
        </Loading>
      )}
    </Folded>
  );
}
