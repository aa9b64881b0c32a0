import { type FormEvent, type ReactNode, useId } from 'react';
import type { ApiError } from '../../api/api-error.js';
import type { QuestionDraft } from '../../api/questions.api.js';
import { useI18n } from '../../app/services.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { MarkdownEditor } from '../editor/markdown-editor.js';
import { TagInput } from '../editor/tag-input.js';
import { fieldMessage } from './field-message.js';
import './ask.css';
import '../../design/input.css';

interface QuestionFormProps {
  draft: QuestionDraft;
  onChange: (draft: QuestionDraft) => void;
  onSubmit: () => void;
  error: ApiError | null;
  /** Beneath the title: questions like this one. */
  beneathTitle?: ReactNode;
  children: ReactNode;
}

/** Title, text, tags and who may read; for a new question and for a change of an old one. */
export function QuestionForm({ draft, onChange, onSubmit, error, beneathTitle, children }: QuestionFormProps) {
  const { t } = useI18n();
  const id = useId();
  const wrong = { title: fieldMessage(error, '/title'), body: fieldMessage(error, '/body'), tags: fieldMessage(error, '/tags') };
  const isElsewhere = error && !wrong.title && !wrong.body && !wrong.tags;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className="ask-form" noValidate>
      <div className="field">
        <label className="field-label" htmlFor={`${id}-title`}>
          {t('ask.title')}
        </label>
        <span id={`${id}-title-help`} className="muted small">
          {t('ask.titleHelp')}
        </span>
        <input
          id={`${id}-title`}
          className="input ask-title"
          value={draft.title}
          maxLength={200}
          autoComplete="off"
          aria-describedby={`${id}-title-help ${id}-title-error`}
          aria-invalid={Boolean(wrong.title)}
          onChange={(event) => onChange({ ...draft, title: event.target.value })}
        />
        <span id={`${id}-title-error`} className="field-error">
          {wrong.title}
        </span>
        {beneathTitle}
      </div>
      <div className="field">
        <span className="field-label">{t('ask.body')}</span>
        <span className="muted small">{t('ask.bodyHelp')}</span>
        <MarkdownEditor label={t('ask.body')} value={draft.body} rows={14} onChange={(body) => onChange({ ...draft, body })} onSubmit={onSubmit} error={wrong.body} />
      </div>
      <div className="field">
        <label className="field-label" htmlFor={`${id}-tags`}>
          {t('ask.tags')}
        </label>
        <span id={`${id}-tags-help`} className="muted small">
          {t('ask.tagsHelp')}
        </span>
        <TagInput
          id={`${id}-tags`}
          tags={draft.tags}
          onChange={(tags) => onChange({ ...draft, tags })}
          describedBy={`${id}-tags-help ${id}-tags-error`}
          isInvalid={Boolean(wrong.tags)}
        />
        <span id={`${id}-tags-error`} className="field-error">
          {wrong.tags}
        </span>
      </div>
      <label className="field">
        <span className="field-label">{t('ask.audience')}</span>
        <select className="input ask-audience" value={draft.audience} onChange={(event) => onChange({ ...draft, audience: event.target.value as 'public' | 'members' })}>
          <option value="public">{t('audience.public')}</option>
          <option value="members">{t('audience.members')}</option>
        </select>
      </label>
      {isElsewhere && <ProblemNotice error={error} />}
      {children}
    </form>
  );
}
