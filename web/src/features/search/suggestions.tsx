import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type RefObject, useEffect, useId, useState } from 'react';
import { suggest } from '../../api/search.api.js';
import { useApi, useI18n } from '../../app/services.js';
import { Icon } from '../../design/icon.js';
import { useSettled } from '../editor/use-settled.js';
import './suggestions.css';

interface SuggestionsProps {
  text: string;
  input: RefObject<HTMLInputElement | null>;
  onChoose: (url: string) => void;
}

const ICONS = { question: 'message-circle-question-mark', answer: 'message-square', user: 'user' } as const;

/** Makes the search field a combobox over what is found for the first letters (WAI-ARIA combobox pattern). */
export function Suggestions({ text, input, onChoose }: SuggestionsProps) {
  const { t } = useI18n();
  const api = useApi();
  const list = useId();
  const settled = useSettled(text, 150);
  const { data } = useQuery({ queryKey: ['suggest', settled], queryFn: ({ signal }) => suggest(api, settled, signal), placeholderData: keepPreviousData });
  const items = data?.items ?? [];
  const [chosen, setChosen] = useState({ among: '', index: -1 });
  const active = chosen.among === settled ? chosen.index : -1;

  useEffect(() => {
    const field = input.current;
    if (!field) return;
    const attributes: Record<string, string> = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list, 'aria-expanded': String(items.length > 0) };
    if (active >= 0) attributes['aria-activedescendant'] = `${list}-${active}`;
    for (const [name, value] of Object.entries(attributes)) field.setAttribute(name, value);
    const onKeyDown = (event: KeyboardEvent): void => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && items.length > 0) setChosen({ among: settled, index: (active + step + items.length) % items.length });
      else if (event.key === 'Enter' && items[active]) onChoose(items[active].url);
      else if (event.key === 'Escape') field.blur();
      else return;
      event.preventDefault();
    };
    field.addEventListener('keydown', onKeyDown);
    return () => {
      field.removeEventListener('keydown', onKeyDown);
      for (const name of Object.keys(attributes)) field.removeAttribute(name);
    };
  });

  return (
    <div id={list} role="listbox" className="suggestions" aria-label={t('search.suggestions')} hidden={items.length === 0}>
      {items.map((item, index) => (
        <div
          key={item.url}
          id={`${list}-${index}`}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(item.url);
          }}
        >
          <Icon name={ICONS[item.type]} />
          <span className="truncate">{item.title}</span>
        </div>
      ))}
    </div>
  );
}
