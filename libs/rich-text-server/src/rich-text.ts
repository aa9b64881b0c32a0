import { AppError } from '#libs/kernel';
import type { RenderedText } from '#libs/rich-text';
import { renderSafely } from './render-safely.js';
import { RenderThread, type RenderThreadOptions } from './render-thread.js';
import { TEXT_TOO_COMPLEX } from './rich-text.errors.js';

/** Texts up to this many bytes are rendered where they are (a millisecond or two); longer ones, or with many table cells or brackets, off the event loop. */
const INLINE_BYTES = 8_192;
const INLINE_MARKS = 400;

const DEFAULTS: RenderThreadOptions = { deadlineMs: 2_000, queueLimit: 64, idleMs: 30_000 };

function marks(markdown: string): number {
  let count = 0;
  for (let i = 0; i < markdown.length; i += 1) {
    const unit = markdown.charCodeAt(i);
    // Bars make cells; brackets, quotes, stars and back-ticks are what nests.
    if (unit === 0x7c || unit === 0x5b || unit === 0x3e || unit === 0x2a || unit === 0x5f || unit === 0x60) count += 1;
  }
  return count;
}

/** Markdown to sanitised HTML, excerpt and mentions, as stored with every post. */
export class RichText {
  private readonly thread: RenderThread;

  constructor(options: Partial<RenderThreadOptions> = {}) {
    this.thread = new RenderThread({ ...DEFAULTS, ...options });
  }

  /**
   * Renders one body. The caller has checked its size (≤64 KB).
   * @throws TEXT.TOO_COMPLEX (422) for too many table cells, too deep nesting or two seconds of work; TEXT.RENDERER_BUSY (503) when many long texts wait
   */
  async render(markdown: string): Promise<RenderedText> {
    const small = Buffer.byteLength(markdown) <= INLINE_BYTES && marks(markdown) <= INLINE_MARKS;
    const outcome = small ? renderSafely(markdown) : await this.thread.render(markdown);
    if ('tooComplex' in outcome) throw new AppError(TEXT_TOO_COMPLEX, { detail: outcome.tooComplex });
    return outcome.rendered;
  }

  /** Ends the thread; call at shutdown. */
  close(): Promise<void> {
    return this.thread.close();
  }
}
