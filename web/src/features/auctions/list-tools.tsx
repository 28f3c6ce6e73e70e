import type { Facets } from '@sagopalgo/core/contracts/auction-lists.ts';
import { SlidersHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Button } from '../../components/button.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { choicesPath, sortOf } from '../../lib/list-choices.ts';
import type { ListChoices } from '../../lib/list-choices.ts';
import { filterWords } from './filter-words.ts';
import { ListFilter } from './list-filter.tsx';
import { PriceBands } from './price-bands.tsx';
import './list-tools.css';
import { sortsFor, sortWords } from './sort-words.ts';

/** In which order a list comes, and what of it is left out. */
export function ListTools({ choices, prices }: { choices: ListChoices; prices: Facets['prices'] }) {
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const go = (next: ListChoices): void =>
    void navigate(choicesPath(next), { preventScrollReset: true });
  const { words, state } = choices;
  return (
    <section className="list-tools" aria-label="정렬과 조건">
      <div className="tools">
        <Button
          aria-expanded={isOpen}
          aria-controls="list-filter"
          onPress={() => setIsOpen((open) => !open)}
        >
          <SlidersHorizontal aria-hidden size={16} />
          조건
        </Button>
        <ActiveFilters choices={choices} />
        <div className="sort">
          <SelectField
            label="정렬"
            labelIsUnseen
            placeholder="정렬"
            options={sortsFor(words).map((sort) => ({ id: sort, name: sortWords(sort, state) }))}
            value={sortOf(choices)}
            onChange={(id) => {
              const sort = sortsFor(words).find((known) => known === id) ?? null;
              go({ ...choices, sort: sort === sortOf({ sort: null, words }) ? null : sort });
            }}
          />
        </div>
      </div>
      {isOpen && <PriceBands choices={choices} prices={prices} />}
      {isOpen && (
        <ListFilter
          key={choicesPath(choices)}
          choices={choices}
          onApply={(next) => {
            setIsOpen(false);
            go(next);
          }}
        />
      )}
    </section>
  );
}

/** What is left out at the moment, each to be let in again. */
function ActiveFilters({ choices }: { choices: ListChoices }) {
  const active = filterWords(choices);
  if (active.length === 0) return null;
  return (
    <ul className="active-filters" aria-label="켜진 조건">
      {active.map(({ words, without }) => (
        <li key={words}>
          <Link
            className="chip"
            to={choicesPath({ ...choices, ...without })}
            aria-label={`${words} 조건 끄기`}
            preventScrollReset
          >
            {words}
            <X aria-hidden size={14} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
