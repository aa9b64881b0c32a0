import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { listTags } from '../../api/tags.api.js';
import type { Tag } from '../../api/types.js';
import { useApi, useI18n } from '../../app/services.js';
import { Icon } from '../../design/icon.js';
import { slugOf } from './tag-slug.js';
import { useSettled } from './use-settled.js';
import '../../design/input.css';

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

/** Chosen tags as chips and a combobox that offers the known ones (WAI-ARIA combobox pattern); a new word makes a new tag. */
export function TagInput({ id, tags, onChange, describedBy, isInvalid }: TagInputProps) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const offers = useOffers(text, tags);
  const option = (index: number): string => `${list}-${index}`;

  const add = (name: string): void => {
    const slug = slugOf(name);
    if (slug !== '' && !tags.includes(slug) && tags.length < MOST_TAGS) onChange([...tags, slug]);
    setText('');
    setActive(-1);
  };
  const remove = (slug: string): void => {
    onChange(tags.filter((tag) => tag !== slug));
    input.current?.focus();
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => setActive((active + 1) % offers.length),
    ArrowUp: () => setActive((active - 1 + offers.length) % offers.length),
    Escape: () => setText(''),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isComplete = [' ', ',', 'Enter'].includes(event.key) && (text.trim() !== '' || event.key !== 'Enter');
    if (event.nativeEvent.isComposing) return;
    if (isComplete) add(offers[active]?.slug ?? text);
    else if (event.key === 'Backspace' && text === '') onChange(tags.slice(0, -1));
    else if (offers.length > 0 && keys[event.key]) keys[event.key]!();
    else return;
    if (event.key !== 'Backspace') event.preventDefault();
  };

  return (
    <div className="relative">
      <div className="input chips" onClick={() => input.current?.focus()}>
        {tags.map((tag) => (
          <span key={tag} className="tag">
            {tag}
            <button type="button" aria-label={t('tags.remove', { tag })} onClick={() => remove(tag)}>
              <Icon name="x" />
            </button>
          </span>
        ))}
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
          aria-activedescendant={active >= 0 && offers[active] ? option(active) : undefined}
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          placeholder={tags.length === 0 ? t('ask.tagsPlaceholder') : ''}
          disabled={tags.length >= MOST_TAGS}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(-1);
          }}
          onBlur={() => text.trim() !== '' && add(text)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={list} role="listbox" aria-label={t('tags.label')} className="options" hidden={offers.length === 0}>
        {offers.map((tag, index) => (
          <div
            key={tag.slug}
            id={option(index)}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => {
              event.preventDefault();
              add(tag.slug);
            }}
          >
            <span className="tag">{tag.slug}</span>
            <span className="muted small">{t('tags.count', { count: tag.questionCount })}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
