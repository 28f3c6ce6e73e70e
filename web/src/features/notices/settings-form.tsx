import type { NoticeSettings } from '@sagopalgo/core/contracts/notices.ts';
import { NOTICE_KINDS } from '@sagopalgo/core/rules/notice-kinds.ts';
import type { NoticeChannel, NoticeKind } from '@sagopalgo/core/rules/notice-kinds.ts';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from 'react-aria-components';
import { Bone } from '../../components/bone.tsx';
import { Button } from '../../components/button.tsx';
import '../../components/check-field.css';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import { KIND_WORDS } from './kind-words.ts';
import './notices.css';
import { PushSwitch } from './push-switch.tsx';
import { QuietFields } from './quiet-fields.tsx';
import { withChoice } from './settings-draft.ts';
import { useNoticeSettings, useSaveSettings } from './use-notice-settings.ts';

const CHANNEL_WORDS: Record<NoticeChannel, string> = { mail: '메일', push: '브라우저' };
const CHANNELS = Object.entries(CHANNEL_WORDS) as [NoticeChannel, string][];
const UNPROVEN = '이메일을 확인해야 메일을 보낼 수 있어요. 내 정보에서 확인해 주세요.';

/** How the person is told: on this browser, of what, and when not. */
export function SettingsForm() {
  const { data, error, refetch } = useNoticeSettings();
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => void refetch()} />;
    return (
      <Loading label="불러오는 중">
        <Bone height={420} />
      </Loading>
    );
  }
  const { choices, quietHours, emailVerified, pushKey } = data;
  return (
    <div className="notice-settings">
      <PushSwitch pushKey={pushKey} />
      <Choices begins={{ choices, quietHours }} emailVerified={emailVerified} />
    </div>
  );
}

function Choices({ begins, emailVerified }: { begins: NoticeSettings; emailVerified: boolean }) {
  const [draft, setDraft] = useState(begins);
  const save = useSaveSettings();
  const change = (changed: NoticeSettings): void => {
    save.reset();
    setDraft(changed);
  };
  return (
    <form
      className="notice-settings"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft);
      }}
    >
      <section className="notice-card" aria-label="받을 소식">
        <h2>받을 소식</h2>
        <p>모든 소식은 알림함에 남아요. 메일과 브라우저로도 받을 소식을 골라 주세요.</p>
        {!emailVerified && <p className="field-note">{UNPROVEN}</p>}
        <ul className="choice-list">
          {NOTICE_KINDS.map((kind) => (
            <ChoiceRow
              key={kind}
              kind={kind}
              choice={draft.choices[kind]}
              onChange={(channel, isOn) => change(withChoice(draft, kind, channel, isOn))}
            />
          ))}
        </ul>
      </section>
      <QuietFields
        value={draft.quietHours}
        onChange={(quietHours) => change({ ...draft, quietHours })}
      />
      {save.error && <p role="alert">{wordsOf(save.error)}</p>}
      <div className="row">
        <Button kind="primary" type="submit" busy={save.isPending}>
          설정 저장하기
        </Button>
        <output>{save.isSuccess && '저장했어요.'}</output>
      </div>
    </form>
  );
}

interface ChoiceRowProps {
  kind: NoticeKind;
  choice: Record<NoticeChannel, boolean>;
  onChange: (channel: NoticeChannel, isOn: boolean) => void;
}

function ChoiceRow({ kind, choice, onChange }: ChoiceRowProps) {
  return (
    <li className="choice-row">
      <span>{KIND_WORDS[kind]}</span>
      <span className="row">
        {CHANNELS.map(([channel, name]) => (
          <Checkbox
            key={channel}
            className="check"
            isSelected={choice[channel]}
            onChange={(isOn) => onChange(channel, isOn)}
            aria-label={`${KIND_WORDS[kind]} ${name}`}
          >
            <span className="check-box">
              {choice[channel] && <Check aria-hidden size={16} strokeWidth={3} />}
            </span>
            {name}
          </Checkbox>
        ))}
      </span>
    </li>
  );
}
