/** Tables beyond this many cells (cells that short rows leave out count too) are refused: layout and memory grow with cells, not bytes. */
export const MAX_TABLE_CELLS = 4_000;

/** Quotes, lists and emphasis inside one another; nobody reads the hundredth level, and parsers and browsers choke on the ten-thousandth. */
export const MAX_NESTING = 60;

/** A fenced block longer than this is shown without colours. */
export const MAX_HIGHLIGHTED_CHARACTERS = 20_000;

/** A word longer than this is no code, and grammars take quadratic time over it. */
export const MAX_HIGHLIGHTED_WORD = 120;

/** Addresses and titles of all links together: a reference of 32 KB used ten thousand times would make 300 MB of HTML. */
export const MAX_LINK_CHARACTERS = 256_000;

/** Excerpts have at most this many characters (Unicode code points), the ellipsis included. */
export const EXCERPT_CHARACTERS = 200;

/** More mentions than this in one text stay plain text. */
export const MAX_MENTIONS = 50;
