import { useEffect, useEffectEvent, useState } from 'react';
import type { CatalogueName } from '../i18n/messages.js';
import { loadCatalogues } from './catalogues.js';
import { useI18n } from './services.js';

/** Brings code and its texts after the page stands, when `wanted`; undefined until then. Not rendered on the server. */
export function useLazy<T>(bring: () => Promise<T>, catalogues: readonly CatalogueName[], wanted: boolean): T | undefined {
  const i18n = useI18n();
  const [module, setModule] = useState<{ value: T }>();
  const start = useEffectEvent((): (() => void) => {
    let isGone = false;
    const done = ([value]: [T, unknown]): void => {
      if (!isGone) setModule({ value });
    };
    Promise.all([bring(), loadCatalogues(i18n, catalogues)]).then(done, () => undefined);
    return () => {
      isGone = true;
    };
  });
  useEffect(() => (wanted ? start() : undefined), [wanted]);
  return module?.value;
}
