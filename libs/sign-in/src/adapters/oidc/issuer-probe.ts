import type { Clock } from '#libs/kernel';
import type { BackChannel } from './back-channel.js';

const TIMEOUT_MS = 1_500;
/** A burst of log-ins asks once. */
const REMEMBER_MS = 2_000;

/** Whether the issuer answers, by its discovery document. */
export class IssuerProbe {
  private upUntil = 0;
  private pending: Promise<void> | undefined;

  constructor(
    private readonly channel: BackChannel,
    private readonly issuer: () => string,
    private readonly clock: Clock,
  ) {}

  /** @throws AUTH.SIGN_IN_UNAVAILABLE */
  async assertUp(): Promise<void> {
    if (this.clock.now().getTime() < this.upUntil) return;
    this.pending ??= this.look().finally(() => {
      this.pending = undefined;
    });
    await this.pending;
  }

  /** @returns the issuer's own name of itself. @throws Error that names what is wrong */
  async check(): Promise<string> {
    const response = await this.channel.get('/.well-known/openid-configuration', TIMEOUT_MS).catch((error: Error) => {
      throw new Error(`it does not answer: ${reasonOf(error)}`);
    });
    if (!response.ok) throw new Error(`${this.issuer()} answered ${response.status}: is there such a realm?`);
    const { issuer } = (await response.json()) as { issuer?: unknown };
    if (issuer !== this.issuer()) throw new Error(`it calls itself ${String(issuer)}, not ${this.issuer()}: tokens would be refused`);
    return this.issuer();
  }

  private async look(): Promise<void> {
    const response = await this.channel.get('/.well-known/openid-configuration', TIMEOUT_MS);
    if (!response.ok) throw this.channel.misconfigured(`${this.issuer()} answered ${response.status}`);
    this.upUntil = this.clock.now().getTime() + REMEMBER_MS;
  }
}

/** `fetch failed` says nothing; what is behind it does. */
function reasonOf(error: Error): string {
  let reason = error;
  while (reason.cause instanceof Error) reason = reason.cause;
  return reason.message;
}
