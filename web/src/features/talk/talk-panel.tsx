import type { Order } from '@sagopalgo/core/contracts/orders.ts';
import { useId } from 'react';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { formatMoment } from '../../lib/format.ts';
import { TalkComposer } from './talk-composer.tsx';
import { TalkLog } from './talk-log.tsx';
import { TalkTools } from './talk-tools.tsx';
import type { TalkView } from './talk-view.ts';
import { useBlock, useTalk } from './use-talk.ts';
import './talk.css';

/** Where buyer and seller of an order talk to each other. */
export function TalkPanel({ order }: { order: Order }) {
  const { orderId, role } = order;
  const { link, view } = useTalk(orderId);
  const titleId = useId();
  const otherName = role === 'buyer' ? order.sellerNickname : order.buyerNickname;
  const { talk } = view;
  return (
    <section className="order-section talk" aria-labelledby={titleId} data-testid="talk">
      <header>
        <h2 id={titleId}>{otherName}님과 대화</h2>
        {talk && <TalkTools orderId={orderId} link={link} talk={talk} otherName={otherName} />}
      </header>
      <TalkLog orderId={orderId} link={link} view={view} />
      {/* Said once, and not with every word of theirs. */}
      <output className="talk-typing" aria-live="polite">
        {view.isOtherTyping && `${otherName}님이 적고 있어요…`}
      </output>
      <Standing orderId={orderId} link={link} view={view} />
      {talk?.mayWrite && (
        <TalkComposer
          onSay={(text) => link.say(text)}
          onShow={(file) => link.show(file)}
          onTyping={() => link.typing()}
        />
      )}
    </section>
  );
}

interface StandingProps {
  orderId: string;
  link: ReturnType<typeof useTalk>['link'];
  view: TalkView;
}

/** What keeps one from talking, and what can be done about it. */
function Standing({ orderId, link, view: { talk, fault, isConnected } }: StandingProps) {
  const block = useBlock(orderId, link);
  if (fault) return <Strip mood="no">{wordsOf(fault)}</Strip>;
  if (!talk) return null;
  if (talk.blockedByMe) {
    return (
      <div className="talk-standing">
        <Strip>차단했어요. 풀기 전에는 서로 메시지를 보낼 수 없어요.</Strip>
        <Button busy={block.isPending} onPress={() => block.mutate(false)}>
          차단 풀기
        </Button>
      </div>
    );
  }
  if (talk.isBlocked) return <Strip>지금은 메시지를 보낼 수 없어요.</Strip>;
  if (!talk.mayWrite) return <Strip>대화 기간이 끝나서 읽기만 할 수 있어요.</Strip>;
  if (!isConnected) {
    return <Strip mood="out">연결이 끊겼어요. 적은 메시지는 다시 연결되면 보내요.</Strip>;
  }
  if (talk.untilMs === null) return null;
  return <Strip>{formatMoment(talk.untilMs)}까지 대화할 수 있어요.</Strip>;
}
