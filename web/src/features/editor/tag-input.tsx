import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { listTags } from '../../api/tags.api.js';
import type { Tag } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import '../../design/input.css';
import { TagChips } from './tag-chips.js';
import { TagOptions } from './tag-options.js';
import { slugOf } from './tag-slug.js';
import { useSettled } from './use-settled.js';

const MOST_TAGS = 5;
const OFFERED = 8;

interface TagInputProps {
  id: string;
  tags: readonly string[];
  onChange: (tags: string[]) => void;
  describedBy: string;
  isInvalid: boolean;
}

function useOffers(text: string, chosen: readonly string[]): Tag[] {
  const api = useApi();
  const settled = useSettled(slugOf(text), 150);
  const { data } = useQuery({
    queryKey: ['tag-offers', settled],
    queryFn: ({ signal }) => listTags(api, settled, OFFERED, undefined, signal),
    placeholderData: keepPreviousData,
    enabled: settled !== '',
  });
  if (text.trim() === '') return [];
  return (data?.items ?? []).filter((tag) => !chosen.includes(tag.slug) && tag.slug.includes(slugOf(text)));
}

/** What the keys of a combobox over `offers` do. Answers false for a key that means nothing here. */
function useTagKeys(tags: readonly string[], onChange: TagInputProps['onChange']) {
  const [text, setText] = useState('');
  const [active, setActive] = useState(-1);
  const offers = useOffers(text, tags);

  const add = (...names: string[]): void => {
    const slugs = names.map(slugOf).filter((slug) => slug !== '' && !tags.includes(slug));
    if (slugs.length > 0) onChange([...new Set([...tags, ...slugs])].slice(0, MOST_TAGS));
  };
  const choose = (name: string): void => {
    add(name);
    setText('');
    setActive(-1);
  };
  /** Whatever stands before a comma or a space is complete, typed or pasted. */
  const type = (value: string): void => {
    const words = value.split(/[,\s]+/);
    add(...words.slice(0, -1));
    setText(words.at(-1) ?? '');
    setActive(-1);
  };
  const move = (step: 1 | -1): boolean => {
    if (offers.length > 0) setActive((active + step + offers.length) % offers.length);
    return offers.length > 0;
  };
  const press = (key: string): boolean => {
    if (key === 'ArrowDown' || key === 'ArrowUp') return move(key === 'ArrowDown' ? 1 : -1);
    if (text === '') return false;
    if (key === 'Escape') setText('');
    else if (key === 'Enter' || (key === 'Tab' && active >= 0)) choose(offers[active]?.slug ?? text);
    else return false;
    return true;
  };
  return { text, type, choose, press, active, offers };
}

/** Chosen tags as chips and a combobox that offers the known ones (WAI-ARIA combobox pattern); a new word makes a new tag. */
export function TagInput({ id, tags, onChange, describedBy, isInvalid }: TagInputProps) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const keys = useTagKeys(tags, onChange);
  const { text, active, offers } = keys;

  const change = (chosen: string[]): void => {
    onChange(chosen);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && text === '') onChange(tags.slice(0, -1));
    else if (keys.press(event.key)) event.preventDefault();
  };

  return (
    <div className="relative">
      <div className="input chips" role="presentation" onClick={() => input.current?.focus()}>
        <TagChips tags={tags} onChange={change} />
        <input
          ref={input}
          id={id}
          role="combobox"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={35}
          aria-autocomplete="list"
          aria-expanded={offers.length > 0}
          aria-controls={list}
          aria-activedescendant={offers[active] ? `${list}-${active}` : undefined}
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          placeholder={tags.length === 0 ? t('ask.tagsPlaceholder') : ''}
          disabled={tags.length >= MOST_TAGS}
          value={text}
          onChange={(event) => keys.type(event.target.value)}
          onBlur={() => text !== '' && keys.choose(text)}
          onKeyDown={onKeyDown}
        />
      </div>
      <TagOptions id={list} offers={offers} active={active} onChoose={keys.choose} />
    </div>
  );
}
