import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { Link } from 'react-router';
import { Button, ButtonLink } from '../../components/button.tsx';
import { Segments } from '../../components/segments.tsx';
import { Strip } from '../../components/strip.tsx';
import { formatShort } from '../../lib/format.ts';
import { ACCOUNT_PATH, listPath, logInPath } from '../../lib/paths.ts';
import { useGroupedInput } from '../../lib/use-grouped-input.ts';
import { BidFinePrint } from './bid-fine-print.tsx';
import './bid-form.css';
import { BidQuestion } from './bid-question.tsx';
import { BuyNow } from './buy-now.tsx';
import type { Mode } from './next-step.ts';
import type { BidBox } from './use-bid.ts';

const QUICK_STEPS = [1, 2, 5];

const FIELD_LABELS: Record<Mode, string> = {
  exact: '입찰 금액',
  auto: '자동 입찰 한도',
  raise: '올릴 한도',
};

interface BidFormProps {
  box: BidBox;
  /** Where login leads back to. */
  from: string;
  signedIn: boolean;
  /** What else may be said with a bid. */
  beside?: ReactNode;
}

/** How to bid, how much, and one button that says what it will do; or the question it brought up. */
export function BidForm({ box, from, signedIn, beside }: BidFormProps) {
  const place = useRef<HTMLDivElement>(null);
  const isAsking = box.question !== null;
  const wasAsking = useRef(isAsking);
  useEffect(() => {
    // The button that had the focus is gone with the question.
    if (wasAsking.current && !isAsking) place.current?.focus({ preventScroll: true });
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (box.question) return <BidQuestion question={box.question} box={box} />;
  return (
    <div className="bid-form" ref={place} tabIndex={-1}>
      <Segments
        label="입찰 방법"
        value={box.mode === 'exact' ? 'exact' : 'auto'}
        onChange={box.choose}
        options={[
          { id: 'exact', name: '직접 입찰', isDisabled: box.mode === 'raise' },
          { id: 'auto', name: box.mode === 'raise' ? '한도 올리기' : '자동 입찰' },
        ]}
      />
      <div role="alert">{box.step.notice && <Strip mood="no">{box.step.notice}</Strip>}</div>
      <AmountForm box={box} from={from} signedIn={signedIn} />
      {beside}
      <BidFinePrint box={box} />
      {box.buyNowKrw !== null && (
        <BuyNow box={box} amountKrw={box.buyNowKrw} from={from} signedIn={signedIn} />
      )}
    </div>
  );
}

function AmountForm({ box, from, signedIn }: BidFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canPress(box, signedIn)) box.press();
  };
  const onEnter = (event: KeyboardEvent) => {
    // The Enter that ends what an input method composes is no bid.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    // A key that is held down must not answer what its first stroke asked.
    if (!event.repeat && canPress(box, signedIn)) box.enter();
  };
  return (
    <form aria-label="입찰" onSubmit={submit} noValidate>
      <BidAmount box={box} onKeyDown={onEnter} />
      <div className="quick num">
        {QUICK_STEPS.map((steps) => {
          const moreKrw = box.unitKrw * steps;
          return (
            <Button key={steps} onPress={() => box.add(moreKrw)}>
              <span>
                +{formatShort(moreKrw)}
                <span className="unseen">원 더하기</span>
              </span>
            </Button>
          );
        })}
      </div>
      <BidButton box={box} from={from} signedIn={signedIn} />
      {box.step.isUnproven && (
        <p className="to-prove">
          <Link className="text-link" to={ACCOUNT_PATH}>
            더 높게 입찰하려면 이메일 확인하기
          </Link>
        </p>
      )}
    </form>
  );
}

interface BidAmountProps {
  box: BidBox;
  onKeyDown: (event: KeyboardEvent) => void;
}

function BidAmount({ box, onKeyDown }: BidAmountProps) {
  const { shown, input } = useGroupedInput(box.amountKrw, box.setAmount);
  return (
    <TextField
      className="bid-amount"
      value={shown}
      isInvalid={box.step.hintIsFault ?? false}
      validationBehavior="aria"
    >
      <Label className="unseen">{FIELD_LABELS[box.mode]}</Label>
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

function BidButton({ box, from, signedIn }: BidFormProps) {
  const { step } = box;
  if (!signedIn || step.does === 'log-in') {
    return (
      <ButtonLink kind="primary" size="big" to={logInPath(from)}>
        로그인하고 입찰하기
      </ButtonLink>
    );
  }
  if (step.does === 'look') {
    return (
      <ButtonLink size="big" to={listPath('live')}>
        {step.button}
      </ButtonLink>
    );
  }
  if (step.does === 'prove') {
    return (
      <ButtonLink kind="primary" size="big" to={ACCOUNT_PATH}>
        {step.button}
      </ButtonLink>
    );
  }
  if (step.does === 'rest') {
    return (
      <Button size="big" isDisabled>
        {step.button}
      </Button>
    );
  }
  return (
    <Button type="submit" kind="primary" size="big" busy={box.busy}>
      <span className="num">{box.sending ? '입찰하는 중' : step.button}</span>
    </Button>
  );
}

function canPress({ busy, step }: BidBox, signedIn: boolean): boolean {
  return signedIn && !busy && !['look', 'prove', 'log-in', 'rest'].includes(step.does);
}
