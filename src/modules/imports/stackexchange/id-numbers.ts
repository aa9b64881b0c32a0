const PAGE = 1 << 12;

/** One whole number per source id, 0 unless set, at four bytes each. Ids and numbers are below 2³¹; ids below 0 have none. */
export class IdNumbers {
  private readonly pages = new Map<number, Int32Array>();

  get(id: number): number {
    const offset = id % PAGE;
    return this.pages.get(id - offset)?.[offset] ?? 0;
  }

  add(id: number, amount: number): void {
    if (id < 0) return;
    const offset = id % PAGE;
    let page = this.pages.get(id - offset);
    if (page === undefined) {
      page = new Int32Array(PAGE);
      this.pages.set(id - offset, page);
    }
    page[offset]! += amount;
  }

  /** Every id whose number is not 0, with it. */
  *entries(): Generator<[number, number]> {
    for (const [start, page] of this.pages) {
      for (let offset = 0; offset < PAGE; offset += 1) if (page[offset] !== 0) yield [start + offset, page[offset]!];
    }
  }
}
