import type { NoticeSettings } from '@sagopalgo/core/contracts/notices.ts';
import { DEFAULT_QUIET_HOURS } from '@sagopalgo/core/rules/quiet-hours.ts';
import { useId } from 'react';
import { CheckField } from '../../components/check-field.tsx';
import '../../components/field.css';
import { minuteOf, timeOf } from './settings-draft.ts';

type Quiet = NoticeSettings['quietHours'];

/** When nothing is to ring. */
export function QuietFields({
  value,
  onChange,
}: {
  value: Quiet;
  onChange: (quiet: Quiet) => void;
}) {
  return (
    <section className="notice-card" aria-label="방해 금지 시간">
      <h2>방해 금지 시간</h2>
      <CheckField
        label="정한 시간에는 브라우저 알림을 미뤄요"
        isOn={value !== null}
        onChange={(isOn) => onChange(isOn ? DEFAULT_QUIET_HOURS : null)}
        note="한국 시간이에요. 끝나는 시각에 모아서 알려 드리고, 그때는 소용없는 소식은 보내지 않아요."
      />
      {value && (
        <div className="quiet-times">
          <TimeField
            label="시작"
            minute={value.fromMinute}
            onChange={(fromMinute) => onChange({ ...value, fromMinute })}
          />
          <TimeField
            label="끝"
            minute={value.toMinute}
            onChange={(toMinute) => onChange({ ...value, toMinute })}
          />
        </div>
      )}
    </section>
  );
}

interface TimeFieldProps {
  label: string;
  minute: number;
  onChange: (minute: number) => void;
}

function TimeField({ label, minute, onChange }: TimeFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field-input num"
        type="time"
        required
        value={timeOf(minute)}
        onChange={(event) => {
          const chosen = minuteOf(event.target.value);
          if (chosen !== null) onChange(chosen);
        }}
      />
    </div>
  );
}
