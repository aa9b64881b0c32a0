import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const argon2Async = promisify(argon2);

/** What one hash costs. */
export interface PasswordCost {
  memoryKib: number;
  passes: number;
}

/** OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane. */
const RECOMMENDED: PasswordCost = { memoryKib: 19_456, passes: 2 };
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;
/** Each hash takes 19 MiB while it runs and a thread of libuv's four. */
const AT_ONCE = 2;

const FORMAT = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** argon2id in the PHC string format, at most two at a time per process. Passwords are compared in Unicode form NFKC. */
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  /** @param cost of new hashes; old ones carry their own */
  constructor(private readonly cost: PasswordCost = RECOMMENDED) {}

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const { memoryKib, passes } = this.cost;
    const tag = await this.derive(password, salt, memoryKib, passes, LANES);
    return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${LANES}$${base64(salt)}$${base64(tag)}`;
  }

  /** Takes as long for an unknown account (`null`) as for a known one. */
  async verify(stored: string | null, password: string): Promise<boolean> {
    this.decoy ??= this.hash(randomBytes(12).toString('hex'));
    const match = FORMAT.exec(stored ?? (await this.decoy));
    if (!match) throw new Error('a stored password hash is not argon2id in PHC form');
    const [, memory, passes, lanes, salt, tag] = match;
    const expected = Buffer.from(tag!, 'base64');
    const actual = await this.derive(password, Buffer.from(salt!, 'base64'), Number(memory), Number(passes), Number(lanes));
    return expected.length === actual.length && timingSafeEqual(expected, actual) && stored !== null;
  }

  private async derive(password: string, nonce: Buffer, memory: number, passes: number, parallelism: number): Promise<Buffer> {
    await this.enter();
    try {
      const message = Buffer.from(password.normalize('NFKC'), 'utf8');
      return await argon2Async('argon2id', { message, nonce, parallelism, tagLength: TAG_BYTES, memory, passes });
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < AT_ONCE) {
      this.running++;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Hands the place on, so that the count never exceeds the limit. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}
