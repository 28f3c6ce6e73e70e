import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { Strip } from '../../components/strip.tsx';
import type { ShownWidget } from './use-widget.ts';

/** The two places that Toss's widget is drawn into; it keeps its size while it comes. */
export function WidgetBox({ shown }: { shown: ShownWidget }) {
  const { state, places, again } = shown;
  return (
    <div className="widget-box" data-state={state} data-testid="widget">
      {state === 'coming' && (
        <Loading label="결제 방법을 불러오는 중">
          <div className="widget-bones">
            <Bone height={44} />
            <Bone height={44} />
            <Bone height={44} />
          </div>
        </Loading>
      )}
      <div role="alert">
        {state === 'failed' && (
          <Strip mood="no">
            결제 방법을 불러오지 못했어요. 인터넷 연결이나 광고 차단 프로그램을 확인해 주세요.
          </Strip>
        )}
      </div>
      {state === 'failed' && <Button onPress={again}>다시 불러오기</Button>}
      {/* New places for each attempt: what a failed one has drawn must not stay. */}
      <div key={places.methods} className="widget-places" hidden={state === 'failed'}>
        <div id={places.methods} />
        <div id={places.agreement} />
      </div>
    </div>
  );
}
