import type { FormEvent, KeyboardEvent } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { formatCount, formatExactClock } from '../../lib/format.ts';
import { groupAmount } from '../../lib/grouped-digits.ts';
import { listPath, logInPath } from '../../lib/paths.ts';
import { useGroupedInput } from '../../lib/use-grouped-input.ts';
import { useServerTime } from '../../lib/use-server-time.ts';
import './bid-form.css';
import type { BidBox } from './use-bid.ts';

const QUICK_STEPS = [1, 2, 5];
const MINUTE_MS = 60_000;

interface BidFormProps {
  box: BidBox;
  /** Where login leads back to. */
  from: string;
  signedIn: boolean;
  leading: boolean;
}

/** The amount, how it may be raised quickly, and one button that says what it will do. */
export function BidForm({ box, from, signedIn, leading }: BidFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canPress(box, signedIn, leading)) box.press();
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    // A key that is held down must not answer what its first stroke asked.
    if (!event.repeat && canPress(box, signedIn, leading)) box.enter();
  };
  return (
    <form className="bid-form" onSubmit={submit} noValidate>
      <div role="alert">{box.step.notice && <Strip mood="no">{box.step.notice}</Strip>}</div>
      <BidAmount box={box} onKeyDown={onEnter} />
      <div className="quick num">
        {QUICK_STEPS.map((steps) => {
          const moreKrw = box.unitKrw * steps;
          return (
            <Button key={steps} onPress={() => box.add(moreKrw)}>
              <span>
                +{formatCount(moreKrw)}
                <span className="unseen">원 더하기</span>
              </span>
            </Button>
          );
        })}
      </div>
      <BidButton box={box} from={from} signedIn={signedIn} leading={leading} />
      <FinePrint closesAtMs={box.closesAtMs} />
    </form>
  );
}

function FinePrint({ closesAtMs }: { closesAtMs: number }) {
  const lastMinute = useServerTime((nowMs) => nowMs !== null && closesAtMs - nowMs < MINUTE_MS);
  return (
    <p className="fine num">
      {lastMinute ? (
        <>
          서버 시각 <b>{formatExactClock(closesAtMs)}</b> 전에 도착한 입찰만 인정돼요
        </>
      ) : (
        <>
          낙찰되면 수수료 없이 <b>이 금액</b>만 결제해요 · 입찰은 취소할 수 없어요
        </>
      )}
    </p>
  );
}

interface BidAmountProps {
  box: BidBox;
  onKeyDown: (event: KeyboardEvent) => void;
}

function BidAmount({ box, onKeyDown }: BidAmountProps) {
  const input = useGroupedInput(box.setAmount);
  return (
    <TextField
      className="bid-amount"
      value={groupAmount(box.amountKrw)}
      isInvalid={box.step.hintIsFault ?? false}
      validationBehavior="aria"
    >
      <Label className="unseen">입찰 금액</Label>
      <div className="amount num">
        <Input {...input} onKeyDown={onKeyDown} inputMode="numeric" autoComplete="off" />
        <span aria-hidden>원</span>
      </div>
      <Text slot="description" className={`hint num ${box.step.hintIsFault ? 'bad' : ''}`}>
        <span aria-live="polite">{box.step.hint}</span>
      </Text>
    </TextField>
  );
}

function BidButton({ box, from, signedIn, leading }: BidFormProps) {
  if (!signedIn || box.step.does === 'log-in') {
    return (
      <ButtonLink kind="primary" size="big" to={logInPath(from)}>
        로그인하고 입찰하기
      </ButtonLink>
    );
  }
  if (box.step.does === 'look') {
    return (
      <ButtonLink size="big" to={listPath('live')}>
        {box.step.button}
      </ButtonLink>
    );
  }
  if (leading && box.step.does !== 'again') {
    return (
      <Button size="big" isDisabled>
        지금 최고 입찰 중이에요
      </Button>
    );
  }
  return (
    <Button type="submit" kind="primary" size="big" busy={box.busy}>
      <span className="num">{box.sending ? '입찰하는 중' : box.step.button}</span>
    </Button>
  );
}

function canPress(box: BidBox, signedIn: boolean, leading: boolean): boolean {
  if (!signedIn || box.busy || box.step.does === 'look' || box.step.does === 'log-in') return false;
  return !leading || box.step.does === 'again';
}
