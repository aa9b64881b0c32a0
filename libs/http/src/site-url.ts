/** Where people reach the site. Known for sure only once the server listens (PORT=0), so it is asked for, not copied. */
export class SiteUrl {
  private current: string;

  constructor(
    publicUrl: string | undefined,
    private readonly port: number,
  ) {
    this.current = publicUrl ?? `http://localhost:${port}`;
    this.fixed = publicUrl !== undefined;
  }

  private readonly fixed: boolean;

  private bound: number | undefined;

  /** Tells the port that was taken when PORT is 0. */
  listeningOn(port: number): void {
    this.bound = port;
    if (!this.fixed && this.port === 0) this.current = `http://localhost:${port}`;
  }

  /** The port this process listens on, whatever the public address says. */
  get localPort(): number {
    return this.bound ?? this.port;
  }

  /** Without a slash at the end. */
  get url(): string {
    return this.current;
  }

  get origin(): string {
    return new URL(this.current).origin;
  }

  get isHttps(): boolean {
    return this.current.startsWith('https:');
  }

  /** An address of this site. @param path begins with a slash */
  to(path: string): string {
    return `${this.current}${path}`;
  }
}
