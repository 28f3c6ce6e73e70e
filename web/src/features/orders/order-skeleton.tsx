import { Bone } from '../../components/bone.tsx';
import { Loading } from '../../components/loading.tsx';

/** The shape of an order's page while it is read. */
export function OrderSkeleton() {
  return (
    <Loading label="주문을 불러오는 중">
      <div className="order">
        <div className="order-main">
          <div className="order-now">
            <Bone width={72} height={24} />
            <Bone width="60%" height={31} style={{ marginTop: 12 }} />
            <Bone width="80%" height={23} style={{ marginTop: 6 }} />
            <Bone height={44} style={{ marginTop: 16 }} />
            <Bone height={54} style={{ marginTop: 16 }} />
          </div>
        </div>
        <div className="order-thing">
          <Bone height={72} />
          <Bone height={88} style={{ marginTop: 16 }} />
        </div>
      </div>
    </Loading>
  );
}
