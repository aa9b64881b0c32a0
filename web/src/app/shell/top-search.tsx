import { lazy, Suspense, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Icon } from '../../design/icon.js';
import { useI18n } from '../services.js';

const Suggestions = lazy(() => import('../../features/search/suggestions.js').then((module) => ({ default: module.Suggestions })));

/** The search field that is always there. A plain form without JavaScript; suggestions come with the first letters. */
export function TopSearch() {
  const { t } = useI18n();
  const location = useLocation();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const searched = location.pathname === '/search' ? (new URLSearchParams(location.search).get('q') ?? '') : '';

  const goTo = (url: string): void => {
    setText('');
    input.current?.blur();
    void navigate(url);
  };

  return (
    <form
      className="top-search"
      role="search"
      action="/search"
      onSubmit={(event) => {
        event.preventDefault();
        goTo(`/search?q=${encodeURIComponent(input.current?.value.trim() ?? '')}`);
      }}
    >
      <Icon name="search" />
      <input
        key={searched}
        ref={input}
        id="site-search"
        name="q"
        type="search"
        autoComplete="off"
        maxLength={200}
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        defaultValue={searched}
        onChange={(event) => setText(event.target.value.trim())}
        onBlur={() => setText('')}
      />
      <kbd aria-hidden="true">/</kbd>
      {text.length > 1 && (
        <Suspense fallback={null}>
          <Suggestions text={text} input={input} onChoose={goTo} />
        </Suspense>
      )}
    </form>
  );
}
