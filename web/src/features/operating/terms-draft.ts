import { setTerms, termsSchema } from '@sagopalgo/core/contracts/till.ts';
import { faultsInTerms } from '@sagopalgo/core/rules/till-terms.ts';
import type { TillTerms } from '@sagopalgo/core/rules/till-terms.ts';
import { formatKrw } from '@sagopalgo/core/rules/won.ts';
import { formatCount } from '../../lib/format.ts';
import type { TermField, TermKind, TermName } from './term-fields.ts';
import { TERM_FIELDS, UNITS } from './term-fields.ts';

const HOUR_MS = 3_600_000;
const BASIS_POINTS_A_PERCENT = 100;
/** Two places behind the point are enough for every term. */
const NUMBER = /^\d{1,5}(\.\d{1,2})?$/;
const WHOLE = /^\d{1,13}$/;
/** What one of the shown units is of the stored ones. */
const SCALES: Record<TermKind, number> = {
  rate: BASIS_POINTS_A_PERCENT,
  hours: HOUR_MS,
  days: 24 * HOUR_MS,
  workdays: 1,
  times: 1,
  amount: 1,
};

/** The terms as they are typed, in the units that the form shows, and the reason. */
export type TermsDraft = Record<TermName, string> & { reason: string };
export type TermsFaults = Partial<Record<keyof TermsDraft, string>>;
export type TermChanges = Partial<TillTerms>;

/** The form as it begins. */
export function draftOf(terms: TillTerms): TermsDraft {
  const shown = TERM_FIELDS.map(
    (field) => [field.name, shownOf(field, terms[field.name])] as const,
  );
  return { ...(Object.fromEntries(shown) as Record<TermName, string>), reason: '' };
}

/** What is changed of the terms, or what is wrong. What was not touched is not sent. */
export function checkTerms(
  draft: TermsDraft,
  terms: TillTerms,
): { changes: TermChanges; faults?: never } | { changes?: never; faults: TermsFaults } {
  const before = draftOf(terms);
  const changed = TERM_FIELDS.filter(({ name }) => draft[name] !== before[name]);
  const parsed = changed.map((field) => [field, parse(field, draft[field.name])] as const);
  const faults: TermsFaults = {
    ...Object.fromEntries(
      parsed.flatMap(([{ name }, value]) => ('fault' in value ? [[name, value.fault]] : [])),
    ),
    ...reasonFaults(draft.reason, changed.length),
  };
  if (Object.keys(faults).length > 0) return { faults };
  const changes = Object.fromEntries(
    parsed.flatMap(([{ name }, value]) => ('fault' in value ? [] : [[name, value.value]])),
  ) as TermChanges;
  const clash = faultsInTerms({ ...terms, ...changes }).map(({ path, message }) => [path, message]);
  return clash.length === 0 ? { changes } : { faults: Object.fromEntries(clash) as TermsFaults };
}

/** `판매 수수료 5% → 6%`, a line for each change. */
export function changeWords(changes: TermChanges, terms: TillTerms): string[] {
  return TERM_FIELDS.filter(({ name }) => name in changes).map((field) => {
    const { name } = field;
    return `${field.label} ${inWords(field, terms[name])} → ${inWords(field, changes[name] ?? null)}`;
  });
}

function shownOf({ kind }: TermField, value: number | null): string {
  return value === null ? '' : String(Number((value / SCALES[kind]).toFixed(2)));
}

function parse(
  { name, kind }: TermField,
  typed: string,
): { value: number | null } | { fault: string } {
  const text = typed.normalize('NFKC').trim();
  if (text === '' && name === 'provenAboveKrw') return { value: null };
  const isWhole = SCALES[kind] === 1;
  if (!(isWhole ? WHOLE : NUMBER).test(text)) {
    return {
      fault: isWhole ? '숫자로 적어 주세요.' : '숫자로, 소수점 아래 두 자리까지 적어 주세요.',
    };
  }
  const value = Math.round(Number(text) * SCALES[kind]);
  const checked = termsSchema.shape[name].safeParse(value);
  return checked.success ? { value } : { fault: rangeWords(kind, checked.error.issues[0]) };
}

function rangeWords(
  kind: TermKind,
  issue: { code: string; minimum?: unknown; maximum?: unknown } | undefined,
): string {
  const show = (bound: unknown) => `${formatCount(Number(bound) / SCALES[kind])}${UNITS[kind]}`;
  if (issue?.code === 'too_small') return `${show(issue.minimum)} 이상으로 적어 주세요.`;
  return `${show(issue?.maximum)} 이하로 적어 주세요.`;
}

function reasonFaults(reason: string, changedCount: number): TermsFaults {
  if (changedCount === 0) return { reason: '바뀐 조건이 없어요. 바꿀 것을 먼저 고쳐 주세요.' };
  const checked = setTerms.body.shape.reason.safeParse(reason);
  return checked.success ? {} : { reason: checked.error.issues[0]?.message ?? '' };
}

function inWords(field: TermField, value: number | null): string {
  if (value === null) return '없음';
  if (field.kind === 'amount') return formatKrw(value);
  return `${shownOf(field, value)}${UNITS[field.kind]}`;
}
