import type { Talk } from '@sagopalgo/core/contracts/talk.ts';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { ReasonQuestion } from '../../components/reason-question.tsx';
import type { TalkLink } from './talk-link.ts';
import { useBlock, useReport } from './use-talk.ts';

interface TalkToolsProps {
  orderId: string;
  link: TalkLink;
  talk: Talk;
  otherName: string;
}

/** What helps against somebody who does not talk well. */
export function TalkTools({ orderId, link, talk, otherName }: TalkToolsProps) {
  const block = useBlock(orderId, link);
  const report = useReport(orderId);
  return (
    <div className="row talk-tools">
      {report.isSuccess ? (
        <output>신고했어요</output>
      ) : (
        <ReasonQuestion
          button="신고"
          title="이 대화를 신고할까요?"
          meaning="신고하면 운영자가 이 대화를 읽고 확인해요."
          label="신고하는 이유"
          yes="신고하기"
          move={report}
        />
      )}
      {!talk.isBlocked && (
        <AskDialog
          trigger={<Button>차단</Button>}
          title={`${otherName}님을 차단할까요?`}
          yes="차단하기"
          no="그만두기"
          busy={block.isPending}
          error={block.error}
          onYes={(close) => block.mutate(true, { onSuccess: close })}
        >
          <p>
            서로 메시지를 보낼 수 없고, 읽었는지도 보이지 않아요. 다른 주문의 대화도 마찬가지예요.
            언제든 풀 수 있어요.
          </p>
        </AskDialog>
      )}
    </div>
  );
}
