import { krwInWords } from '@sagopalgo/core/rules/won.ts';
import { AmountField } from '../../components/amount-field.tsx';
import { CheckField } from '../../components/check-field.tsx';
import { Segments } from '../../components/segments.tsx';
import { extensionRule } from '../../lib/rule-words.ts';
import type { ListingDraft } from './listing-draft.ts';
import { SaleDateField } from './sale-date-field.tsx';
import { StepTable } from './step-table.tsx';

export interface FieldsProps {
  draft: ListingDraft;
  faults: Record<string, string | undefined>;
  change: (part: Partial<ListingDraft>) => void;
}

/** When, from which price, and in which steps. */
export function SaleFields({ draft, faults, change }: FieldsProps) {
  return (
    <>
      <SaleDateField
        value={draft.saleDate}
        onChange={(saleDate) => change({ saleDate })}
        fault={faults.saleDate}
      />
      <AmountField
        label="시작가"
        valueKrw={draft.startKrw}
        onChange={(startKrw) => change({ startKrw })}
        note={inWords(draft.startKrw, '첫 입찰은 이 금액부터 할 수 있어요.')}
        fault={faults.startKrw}
      />
      <UnitFields draft={draft} faults={faults} change={change} />
    </>
  );
}

/** What a seller may add: a hidden reserve, a price to buy at once, an extension, a cap. */
export function OptionFields({ draft, faults, change }: FieldsProps) {
  return (
    <fieldset className="options-set">
      <legend>더 정하기</legend>
      <AmountField
        label="최저 낙찰가"
        optional
        valueKrw={draft.reserveKrw}
        onChange={(reserveKrw) => change({ reserveKrw })}
        note={inWords(
          draft.reserveKrw,
          '이 금액에 못 미치면 팔지 않아요. 다른 사람에게 금액은 보이지 않고, 닿았는지만 보여요.',
        )}
        fault={faults.reserveKrw}
      />
      <AmountField
        label="즉시 구매가"
        optional
        valueKrw={draft.buyNowKrw}
        onChange={(buyNowKrw) => change({ buyNowKrw })}
        note={inWords(
          draft.buyNowKrw,
          '누구나 이 금액에 바로 살 수 있고 경매가 끝나요. 첫 입찰 전까지, 최저 낙찰가가 있으면 거기 닿기 전까지만 살 수 있어요.',
        )}
        fault={faults.buyNowKrw}
      />
      <CheckField
        label="자동 연장"
        isOn={draft.extension === 'auto'}
        onChange={(isOn) => change({ extension: isOn ? 'auto' : 'none' })}
        note={`${extensionRule()} 끄면 18:00:00에 바로 마감돼요.`}
      />
      <AmountField
        label="상한가"
        optional
        valueKrw={draft.capKrw}
        onChange={(capKrw) => change({ capKrw })}
        note={inWords(draft.capKrw, '이 금액을 넘는 입찰은 받지 않아요.')}
        fault={faults.capKrw}
      />
    </fieldset>
  );
}

function UnitFields({ draft, faults, change }: FieldsProps) {
  return (
    <div className="unit-fields">
      <span className="field-label" aria-hidden>
        입찰 단위
      </span>
      <Segments
        label="입찰 단위를 정하는 방법"
        value={draft.unitKind}
        onChange={(unitKind) => change({ unitKind })}
        options={[
          { id: 'fixed', name: '하나로 고정' },
          { id: 'table', name: '현재가에 따라' },
        ]}
      />
      {draft.unitKind === 'fixed' ? (
        <AmountField
          label="입찰 단위"
          labelIsUnseen
          valueKrw={draft.bidUnitKrw}
          onChange={(bidUnitKrw) => change({ bidUnitKrw })}
          note="현재가보다 이만큼 이상 높아야 입찰할 수 있어요."
          fault={faults.bidUnitKrw}
        />
      ) : (
        <StepTable
          rows={draft.steps}
          onChange={(steps) => change({ steps })}
          fault={faultOfSteps(faults)}
        />
      )}
    </div>
  );
}

/** The server names the cell at fault (`steps.1.0`), the form the table. */
function faultOfSteps(faults: FieldsProps['faults']): string | undefined {
  return Object.entries(faults).find(([path]) => /^steps(\.|$)/.test(path))?.[1];
}

function inWords(amountKrw: number | null, note: string): string {
  return amountKrw ? `${krwInWords(amountKrw)} · ${note}` : note;
}
