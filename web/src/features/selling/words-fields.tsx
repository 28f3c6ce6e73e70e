import { DESCRIPTION_MAX_CHARS, TITLE_MAX_CHARS } from '@sagopalgo/core/contracts/auctions.ts';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useCategoryOptions } from '../../lib/use-categories.ts';
import { HashtagField } from './hashtag-field.tsx';
import type { FieldsProps } from './sale-fields.tsx';

/** What a thing is, in words. */
export function WordsFields({ draft, faults, change }: FieldsProps) {
  const categories = useCategoryOptions();
  return (
    <>
      <TextField
        label="제목"
        value={draft.title}
        onChange={(title) => change({ title })}
        maxLength={TITLE_MAX_CHARS}
        fault={faults.title}
      />
      <SelectField
        label="분류"
        placeholder="분류를 골라 주세요"
        options={categories}
        value={draft.categoryId}
        onChange={(categoryId) => change({ categoryId })}
        fault={faults.categoryId}
      />
      <TextField
        label="물건 이야기"
        lines="many"
        value={draft.description}
        onChange={(description) => change({ description })}
        maxLength={DESCRIPTION_MAX_CHARS}
        note="상태, 크기, 흠집, 구성품을 적어 주세요."
        fault={faults.description}
      />
      <HashtagField
        text={draft.hashtags}
        onChange={(hashtags) => change({ hashtags })}
        fault={faultOfHashtags(faults)}
      />
    </>
  );
}

/** The server names the one at fault (`hashtags.3`), the form all of them. */
function faultOfHashtags(faults: FieldsProps['faults']): string | undefined {
  return Object.entries(faults).find(([path]) => /^hashtags(\.|$)/.test(path))?.[1];
}
