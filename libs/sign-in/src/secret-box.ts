import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals small values at rest: AES-256-GCM under a key derived from the site's secret (HKDF-SHA-256, RFC 5869) for one purpose.
 * A value sealed for one purpose or context does not open for another.
 */
export class SecretBox {
  private readonly key: Buffer;

  constructor(secret: string, purpose: string) {
    if (secret.length < 16) throw new Error('the site secret needs at least 16 characters');
    this.key = Buffer.from(hkdfSync('sha256', secret, 'cairn', purpose, 32));
  }

  /** `context` is authenticated with the value, e.g. the id of its row. */
  seal(plain: string, context = ''): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce);
    cipher.setAAD(Buffer.from(context));
    return Buffer.concat([Buffer.of(VERSION), nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** The value, or null when it was sealed under another secret, purpose or context, or was changed. */
  open(sealed: Buffer, context = ''): string | null {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== VERSION) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(1, 1 + NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    try {
      const plain = [decipher.update(sealed.subarray(1 + NONCE_BYTES, sealed.length - TAG_BYTES)), decipher.final()];
      return Buffer.concat(plain).toString('utf8');
    } catch {
      return null;
    }
  }
}
