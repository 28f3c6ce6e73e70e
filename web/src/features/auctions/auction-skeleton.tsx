import { Bone } from '../../components/bone.tsx';
import { Loading } from '../../components/loading.tsx';

/** The auction page before anything is known, in its final measure. */
export function AuctionSkeleton() {
  return (
    <Loading label="경매를 불러오는 중">
      <div className="auction">
        <div className="gallery">
          <div className="main">
            <Bone height="100%" />
          </div>
        </div>
        <div className="panel">
          <Bone width={72} height={24} />
          <Bone height={27} style={{ margin: '12px 0 4px' }} />
          <Bone width="50%" height={20} style={{ margin: '12px 0' }} />
          <hr />
          <Bone width="40%" height={20} />
          <Bone width="70%" height={48} />
          <Bone height={58} style={{ marginTop: 16 }} />
          <Bone height={44} style={{ marginTop: 38 }} />
          <Bone height={54} style={{ marginTop: 12 }} />
        </div>
      </div>
    </Loading>
  );
}
