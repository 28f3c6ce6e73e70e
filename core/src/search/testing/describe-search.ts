import { describeCare } from './describe-care.ts';
import { describeChanges } from './describe-changes.ts';
import { describeFacets } from './describe-facets.ts';
import { describeHashtags } from './describe-hashtags.ts';
import { describePages, describeSorting } from './describe-sorting.ts';
import { describeSuggestions } from './describe-suggestions.ts';
import { describeWords } from './describe-words.ts';
import type { SearchUnderTest } from './search-under-test.ts';

/** What every search must do, whatever it stands on; `provide` makes one with an index of its own. */
export function describeSearch(name: string, provide: () => Promise<SearchUnderTest>): void {
  describe(name, () => {
    describeWords(provide);
    describeSuggestions(provide);
    describeFacets(provide);
    describeHashtags(provide);
    describeSorting(provide);
    describePages(provide);
    describeChanges(provide);
    describeCare(provide);
  });
}
