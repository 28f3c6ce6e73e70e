import type { NewAuction } from '@sagopalgo/core/contracts/auctions.ts';
import { ON_DEFAULT } from '@sagopalgo/core/contracts/auctions.ts';
import { useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ChoiceField } from '../../components/choice-field.tsx';
import { Strip } from '../../components/strip.tsx';
import { ApiRefusal, wordsOf } from '../../lib/api-refusal.ts';
import { listedAsIn } from '../../lib/listed-as.ts';
import { useFirstSaleDate } from '../../lib/use-first-sale-date.ts';
import { AlreadyListed } from './already-listed.tsx';
import { BiddingNote } from './bidding-note.tsx';
import { ON_DEFAULT_WORDS } from './on-default-words.ts';
import { FeeNote } from '../../components/fee-note.tsx';
import type { ListingRates } from '../../components/fee-words.ts';
import type { DraftFaults, ListingDraft } from './listing-draft.ts';
import { checkDraft } from './listing-draft.ts';
import './listing-form.css';
import type { ListingPictures } from './listing-pictures.ts';
import { STUCK_WORDS } from './listing-pictures.ts';
import { ListingPreview, PreviewDialog } from './listing-preview.tsx';
import type { FieldsProps } from './sale-fields.tsx';
import { OptionFields, SaleFields } from './sale-fields.tsx';
import type { Register } from './use-register.ts';
import { useRegister } from './use-register.ts';
import { WordsFields } from './words-fields.tsx';

interface ListingFormProps {
  initial: ListingDraft;
  pictures: ListingPictures;
  /** What is kept of the price; undefined until it is known. */
  rates: ListingRates | undefined;
  submit: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (listing: NewAuction) => void;
  /** Hears of everything that is typed, to keep it. */
  onDraft?: (draft: ListingDraft) => void;
  /** The person goes on to the auction that was listed from this form before. */
  onFollow?: () => void;
}

/** Everything that describes a thing for sale, each fault beside its field, and how it will look. */
export function ListingForm(props: ListingFormProps) {
  const { submit, pending, pictures, rates, onSubmit, onDraft } = props;
  const [draft, setDraft] = useState(props.initial);
  const form = useRef<HTMLFormElement>(null);
  const firstSaleDate = useFirstSaleDate();
  const register = useRegister({ draft, firstSaleDate, pictures, form, onSubmit });
  // What was said about a draft is not said about the next one.
  const error = register.isAsSent ? props.error : null;
  const missing = register.isTried && checkDraft(draft, firstSaleDate).faults;
  const faults = { ...faultsIn(error), ...missing };
  const change = (part: Partial<ListingDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    onDraft?.(next);
  };
  const fields = { draft, faults, change };
  const preview = { draft, rates, views: pictures.views };
  return (
    <div className="listing">
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          register.send();
        }}
        noValidate
      >
        {pictures.field(pictureFault(pictures, register))}
        <WordsFields {...fields} />
        <SaleFields {...fields} />
        <BiddingNote />
        <FeeNote rates={rates} startsKrw={draft.startKrw ? [draft.startKrw] : []} />
        <OptionFields {...fields} />
        <DefaultField draft={draft} change={change} />
        <div role="alert">
          {error && !isBesideField(error, pictures) && (
            <Refusal error={error} onFollow={props.onFollow} />
          )}
        </div>
        <Waiting register={register} underWay={pictures.standing.underWay} />
        <PreviewDialog {...preview} />
        <Button type="submit" kind="primary" size="big" busy={pending || register.isWaiting}>
          {submit}
        </Button>
      </form>
      <ListingPreview {...preview} />
    </div>
  );
}

function Refusal({ error, onFollow }: { error: Error; onFollow: (() => void) | undefined }) {
  const auctionId = listedAsIn(error);
  if (auctionId !== null) return <AlreadyListed auctionId={auctionId} onFollow={onFollow} />;
  return <Strip mood="no">{wordsOf(error)}</Strip>;
}

function faultsIn(error: Error | null): DraftFaults {
  return error instanceof ApiRefusal ? error.fieldFaults() : {};
}

function pictureFault({ standing }: ListingPictures, { isTried }: Register): string | undefined {
  return isTried && standing.isStuck ? STUCK_WORDS : undefined;
}

/** What is told where it has to be mended is not told a second time. */
function isBesideField(error: Error, { standing }: ListingPictures): boolean {
  if (!(error instanceof ApiRefusal)) return false;
  if (error.code === 'IMAGE_NOT_READY') return standing.isStuck;
  return Object.keys(error.fieldFaults()).length > 0;
}

/** Says that registering waits for pictures, and lets go of that. */
function Waiting({ register, underWay }: { register: Register; underWay: number }) {
  return (
    <>
      <output data-testid="waits-for-pictures">
        {register.isWaiting && (
          <Strip>사진 {underWay}장을 마저 올리고 있어요. 다 올라가면 바로 등록해요.</Strip>
        )}
      </output>
      {register.isWaiting && (
        <Button kind="quiet" onPress={register.stopWaiting}>
          기다리지 않고 더 고치기
        </Button>
      )}
    </>
  );
}

function DefaultField({ draft, change }: Pick<FieldsProps, 'draft' | 'change'>) {
  return (
    <ChoiceField
      label="낙찰받은 분이 결제하지 않으면"
      options={ON_DEFAULT.map((id) => ({ id, ...ON_DEFAULT_WORDS[id] }))}
      value={draft.onDefault}
      onChange={(onDefault) => change({ onDefault })}
    />
  );
}
