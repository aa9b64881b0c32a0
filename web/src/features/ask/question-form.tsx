import { type FormEvent, type ReactNode, useId } from 'react';
import type { ApiError } from '../../api/api-error.js';
import type { QuestionDraft } from '../../api/questions.api.js';
import { useI18n } from '../../app/services.js';
import '../../design/input.css';
import { ProblemNotice } from '../../design/problem-notice.js';
import { MarkdownEditor } from '../editor/markdown-editor.js';
import { TagInput } from '../editor/tag-input.js';
import './ask.css';
import { fieldMessage } from './field-message.js';

interface QuestionFormProps {
  draft: QuestionDraft;
  onChange: (draft: QuestionDraft) => void;
  onSubmit: () => void;
  error: ApiError | null;
  /** Beneath the title: questions like this one. */
  beneathTitle?: ReactNode;
  children: ReactNode;
}

type FieldProps = Pick<QuestionFormProps, 'draft' | 'onChange'> & { error: string | undefined };

function TitleField({ draft, onChange, error }: FieldProps) {
  const { t } = useI18n();
  const id = useId();
  return (
    <>
      <label className="field-label" htmlFor={id}>
        {t('ask.title')}
      </label>
      <span id={`${id}-help`} className="muted small">
        {t('ask.titleHelp')}
      </span>
      <input
        id={id}
        className="input ask-title"
        value={draft.title}
        maxLength={200}
        autoComplete="off"
        aria-describedby={`${id}-help ${id}-error`}
        aria-invalid={Boolean(error)}
        onChange={(event) => onChange({ ...draft, title: event.target.value })}
      />
      <span id={`${id}-error`} className="field-error">
        {error}
      </span>
    </>
  );
}

function TagsField({ draft, onChange, error }: FieldProps) {
  const { t } = useI18n();
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {t('ask.tags')}
      </label>
      <span id={`${id}-help`} className="muted small">
        {t('ask.tagsHelp')}
      </span>
      <TagInput id={id} tags={draft.tags} onChange={(tags) => onChange({ ...draft, tags })} describedBy={`${id}-help ${id}-error`} isInvalid={Boolean(error)} />
      <span id={`${id}-error`} className="field-error">
        {error}
      </span>
    </div>
  );
}

function AudienceField({ draft, onChange }: Pick<FieldProps, 'draft' | 'onChange'>) {
  const { t } = useI18n();
  return (
    <label className="field">
      <span className="field-label">{t('ask.audience')}</span>
      <select className="input ask-audience" value={draft.audience} onChange={(event) => onChange({ ...draft, audience: event.target.value as QuestionDraft['audience'] })}>
        <option value="public">{t('audience.public')}</option>
        <option value="members">{t('audience.members')}</option>
      </select>
    </label>
  );
}

/** Title, text, tags and who may read; for a new question and for a change of an old one. */
export function QuestionForm({ draft, onChange, onSubmit, error, beneathTitle, children }: QuestionFormProps) {
  const { t } = useI18n();
  const wrong = { title: fieldMessage(error, '/title'), body: fieldMessage(error, '/body'), tags: fieldMessage(error, '/tags') };
  const isElsewhere = error && !wrong.title && !wrong.body && !wrong.tags;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} className="ask-form" noValidate>
      <div className="field">
        <TitleField draft={draft} onChange={onChange} error={wrong.title} />
        {beneathTitle}
      </div>
      <div className="field">
        <span className="field-label">{t('ask.body')}</span>
        <span className="muted small">{t('ask.bodyHelp')}</span>
        <MarkdownEditor label={t('ask.body')} value={draft.body} rows={14} onChange={(body) => onChange({ ...draft, body })} onSubmit={onSubmit} error={wrong.body} />
      </div>
      <TagsField draft={draft} onChange={onChange} error={wrong.tags} />
      <AudienceField draft={draft} onChange={onChange} />
      {isElsewhere && <ProblemNotice error={error} />}
      {children}
    </form>
  );
}
