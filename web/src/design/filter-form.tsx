import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import './filter-form.css';
import { Icon } from './icon.js';
import './input.css';

interface FilterFormProps {
  action: string;
  label: string;
  value: string;
}

const WAIT_MS = 300;

/** Narrows a list by a word: as one types, or by sending the form where there is no JavaScript. */
export function FilterForm({ action, label, value }: FilterFormProps) {
  const navigate = useNavigate();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const go = (text: string): void => {
    clearTimeout(timer.current);
    const word = text.trim();
    void navigate(word === '' ? action : `${action}?q=${encodeURIComponent(word)}`, { replace: true });
  };
  return (
    <form
      className="list-filter"
      action={action}
      onSubmit={(event) => {
        event.preventDefault();
        go(new FormData(event.currentTarget).get('q') as string);
      }}
    >
      <Icon name="search" />
      <input
        className="input"
        type="search"
        name="q"
        maxLength={35}
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        onChange={(event) => {
          const text = event.target.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => go(text), WAIT_MS);
        }}
      />
    </form>
  );
}
