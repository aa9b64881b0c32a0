import { createRenderer } from './app/server-renderer.js';
import { ROUTES } from './app/routes.js';
import { THEME_SCRIPT } from './app/theme.js';
import { chooseLanguage, isLanguage, LANGUAGE_COOKIE } from './i18n/languages.js';

/** What the server bundle offers to the API process (src/platform/web). */
export { chooseLanguage, createRenderer, isLanguage, LANGUAGE_COOKIE, THEME_SCRIPT };

export const ROUTE_PATHS: readonly string[] = ROUTES.map((route) => route.path);
