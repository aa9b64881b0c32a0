export interface MailMessage {
  /** Idempotency key: the same id is delivered at most once by adapters that can tell. */
  id: string;
  to: string;
  subject: string;
  text: string;
}

/** Sends one message. Resolves when the next hop has taken it; rejects when it has not, and the job retries. */
export abstract class Mailer {
  /** True when a message leaves the machine; false for the local outbox. */
  abstract readonly delivers: boolean;
  abstract send(message: MailMessage): Promise<void>;
}
