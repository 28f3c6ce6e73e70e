import type { Suggestion } from '@sagopalgo/core/contracts/auction-lists.ts';
import { Hash, LayoutGrid, Search, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components';
import { useNavigate, useSearchParams } from 'react-router';
import { choicesPath, cutWords, NO_CHOICES, readChoices } from '../../lib/list-choices.ts';
import type { ListChoices } from '../../lib/list-choices.ts';
import './search-box.css';
import { useSuggestions } from './use-suggestions.ts';

const COMPOSING_KEY_CODE = 229;
const ICONS = { title: Search, hashtag: Hash, category: LayoutGrid } as const;

/** Where somebody types what to look for, with how it may go on below; the list follows the address. */
export function SearchBox() {
  const [search] = useSearchParams();
  const choices = readChoices(search);
  // Another address, by the back button say, is another box with its own words.
  return <Box key={choices.words} choices={choices} />;
}

function Box({ choices }: { choices: ListChoices }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(choices.words);
  const input = useRef<HTMLInputElement>(null);
  const suggestions = useSuggestions(typed === choices.words ? '' : typed);
  const items = suggestions.map((suggestion, index) => ({ ...suggestion, id: String(index) }));

  const look = (words: string): void => {
    const wanted = cutWords(words);
    // Nothing to look for leads nowhere, unless it takes back what is looked for now.
    if (wanted === choices.words) return;
    const next = wanted === '' ? choices : { ...NO_CHOICES, state: choices.state };
    void navigate(choicesPath({ ...next, words: wanted }));
  };
  const follow = ({ text, kind, categoryId }: Suggestion): void => {
    setTyped(kind === 'category' ? '' : text);
    if (kind !== 'category' || categoryId === undefined) look(text);
    else void navigate(choicesPath({ ...NO_CHOICES, state: choices.state ?? 'live', categoryId }));
  };
  return (
    <search className="search-box" onKeyDownCapture={(event) => takeEnter(event, look)}>
      <ComboBox
        inputValue={typed}
        onInputChange={setTyped}
        items={items}
        defaultFilter={() => true}
        allowsCustomValue
        // They come a moment after what is typed, which is when it opens.
        allowsEmptyCollection
        menuTrigger="input"
        value={null}
        onChange={(key) => {
          const chosen = items.find(({ id }) => id === key);
          if (chosen) follow(chosen);
        }}
      >
        <Label className="unseen">경매 찾기</Label>
        <div className="search-field">
          <Search aria-hidden size={18} />
          <Input
            ref={input}
            placeholder="달항아리, 필름카메라, LP …"
            enterKeyHint="search"
            type="text"
          />
          {typed !== '' && (
            <ClearButton
              onPress={() => {
                setTyped('');
                input.current?.focus();
              }}
            />
          )}
        </div>
        <Popover className={items.length === 0 ? 'unseen' : 'options search-options'}>
          <ListBox>{(item: (typeof items)[number]) => <SuggestedItem {...item} />}</ListBox>
        </Popover>
      </ComboBox>
    </search>
  );
}

// The list takes the first Enter to close itself; but whoever has chosen nothing in it wants to search.
function takeEnter(event: KeyboardEvent, look: (words: string) => void): void {
  const { target, key, nativeEvent } = event;
  if (key !== 'Enter' || !(target instanceof HTMLInputElement)) return;
  // The Enter that ends a Korean syllable comes again as one of its own; Safari tells it by its code only.
  if (nativeEvent.isComposing || nativeEvent.keyCode === COMPOSING_KEY_CODE) return;
  if (target.getAttribute('aria-activedescendant')) return;
  event.preventDefault();
  event.stopPropagation();
  look(target.value);
}

function ClearButton({ onPress }: { onPress: () => void }) {
  return (
    <Button slot={null} aria-label="찾는 말 지우기" onPress={onPress}>
      <X aria-hidden size={18} />
    </Button>
  );
}

function SuggestedItem({ id, text, kind }: Suggestion & { id: string }) {
  const Icon = ICONS[kind];
  return (
    <ListBoxItem className="option" id={id} textValue={text}>
      <Icon aria-hidden size={16} />
      <span>{text}</span>
      {kind === 'category' && <small>분류</small>}
    </ListBoxItem>
  );
}
