/** How many connections each address has open. */
export class ConnectionCounter {
  private readonly byAddress = new Map<string, number>();
  private all = 0;

  constructor(
    private readonly most: number,
    private readonly mostPerAddress: number,
  ) {}

  get total(): number {
    return this.all;
  }

  hasRoomFor(address: string): boolean {
    return this.all < this.most && (this.byAddress.get(address) ?? 0) < this.mostPerAddress;
  }

  opened(address: string): void {
    this.all++;
    this.byAddress.set(address, (this.byAddress.get(address) ?? 0) + 1);
  }

  closed(address: string): void {
    this.all--;
    const left = (this.byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.byAddress.set(address, left);
    else this.byAddress.delete(address);
  }
}
