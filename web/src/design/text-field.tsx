import './input.css';

interface TextFieldProps {
  id: string;
  label: string;
  help?: string;
  error?: string | undefined;
  value: string;
  maxLength?: number;
  autoComplete?: string;
  onChange: (value: string) => void;
}

/** A line of text with its label, its help and what is wrong with it. */
export function TextField({ id, label, help, error, value, maxLength, autoComplete = 'off', onChange }: TextFieldProps) {
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        value={value}
        maxLength={maxLength}
        autoComplete={autoComplete}
        aria-describedby={`${id}-help ${id}-error`}
        aria-invalid={Boolean(error)}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-help`} className="muted small">
        {help}
      </span>
      <span id={`${id}-error`} className="field-error">
        {error}
      </span>
    </div>
  );
}
