import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import './menu.css';

interface MenuProps {
  /** The accessible name of what opens it. */
  label: string;
  button: ReactNode;
  buttonClass?: string;
  children: ReactNode;
}

/** A disclosure that opens without JavaScript; with it, it closes on Escape, on a click elsewhere and on going elsewhere. */
export function Menu({ label, button, buttonClass = 'button button-quiet button-icon', children }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const location = useLocation();
  const close = (): void => details.current?.removeAttribute('open');

  useEffect(close, [location]);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent): void => {
      if (!details.current?.contains(event.target as Node)) close();
    };
    document.addEventListener('pointerdown', onPointerDown);
    return () => document.removeEventListener('pointerdown', onPointerDown);
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !details.current?.open) return;
    event.stopPropagation();
    close();
    details.current.querySelector('summary')?.focus();
  };

  return (
    <details ref={details} className="menu" onKeyDown={onKeyDown}>
      <summary className={buttonClass} aria-label={label} title={label}>
        {button}
      </summary>
      <div className="menu-panel">{children}</div>
    </details>
  );
}
