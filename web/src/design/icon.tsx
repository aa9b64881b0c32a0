import sprite from 'virtual:icon-sprite';
import type { IconName } from './icons.js';

/** A decoration; whatever it means is also said in words beside it or in the control's name. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg className={`icon ${className}`} aria-hidden="true">
      <use href={`${sprite}#${name}`} />
    </svg>
  );
}
