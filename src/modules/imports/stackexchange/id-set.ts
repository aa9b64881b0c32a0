const PAGE_BITS = 1 << 16;

/** A set of source ids at about one bit per id: a dump with 80 million posts takes 10 MB. */
export class IdSet {
  private readonly pages = new Map<number, Uint8Array>();
  /** Stack Exchange has a few of these: -1 is its own robot. */
  private readonly negative = new Set<number>();
  private count = 0;

  get size(): number {
    return this.count + this.negative.size;
  }

  has(id: number): boolean {
    if (id < 0) return this.negative.has(id);
    const offset = id % PAGE_BITS;
    const page = this.pages.get(id - offset);
    return page !== undefined && (page[offset >> 3]! & (1 << (offset & 7))) !== 0;
  }

  /** @returns false when it was there already. Ids are whole numbers. */
  add(id: number): boolean {
    if (id < 0) return !this.negative.has(id) && this.negative.add(id).has(id);
    const offset = id % PAGE_BITS;
    let page = this.pages.get(id - offset);
    if (page === undefined) {
      page = new Uint8Array(PAGE_BITS / 8);
      this.pages.set(id - offset, page);
    }
    const bit = 1 << (offset & 7);
    if ((page[offset >> 3]! & bit) !== 0) return false;
    page[offset >> 3]! |= bit;
    this.count += 1;
    return true;
  }

  /** Every id, in no promised order. */
  *values(): Generator<number> {
    yield* this.negative;
    for (const [start, page] of this.pages) {
      for (let offset = 0; offset < PAGE_BITS; offset += 1) if ((page[offset >> 3]! & (1 << (offset & 7))) !== 0) yield start + offset;
    }
  }
}
