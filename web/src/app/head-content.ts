/** What a page says about itself in `<head>`. */
export interface Head {
  title: string;
  description?: string;
  /** Path of the one address of this content; query parameters that only change the view are left out. */
  canonical?: string;
  /** Path of the next page of a list. */
  next?: string;
  /** Keeps the page out of search engines. */
  noIndex?: boolean;
  ogType?: 'website' | 'article' | 'profile';
  jsonLd?: object;
}
