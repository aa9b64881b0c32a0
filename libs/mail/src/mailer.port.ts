export interface MailMessage {
  /** Idempotency key: the same id is delivered at most once by adapters that can tell. */
  id: string;
  /** One address. */
  to: string;
  subject: string;
  text: string;
}

/** Sends one message. Resolves when the next hop has taken it; rejects when it has not, and the job retries. */
export abstract class Mailer {
  /** True when a message leaves the machine; false for the local outbox. */
  abstract readonly delivers: boolean;
  /** True when sending the same id again sends nothing; otherwise both messages carry the same Message-ID. */
  abstract readonly isIdempotent: boolean;
  /** @throws MAIL.BAD_ADDRESS when `to` is not one plain address */
  abstract send(message: MailMessage): Promise<void>;
  /** Resolves when the next hop can be reached. */
  abstract check(): Promise<void>;
  abstract close(): Promise<void>;
}
