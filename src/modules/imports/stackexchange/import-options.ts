import type { ProgressState } from '../report/progress-meter.js';

export interface ImportOptions {
  folder: string;
  /** The site's name; the folder's when not given. Rows are known by it, so a later dump of the same site must come under the same name. */
  site?: string;
  /** Where the site lives, for links to the originals; https://<site> when the name is a host name. */
  siteUrl?: string;
  /** False: old addresses of this site never lead here. */
  mayBePrimary?: boolean;
  signal?: AbortSignal;
  /** Called about once a second. */
  onProgress?: (state: ProgressState) => void;
}
