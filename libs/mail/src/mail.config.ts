import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const mailConfig = defineConfig('mail', {
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
    description: 'Mail server. When unset, messages stay in a local outbox that administrators can read, and accounts need no verified address.',
    secret: true,
    example: 'smtp://user:password@mail.example.org:587',
  },
  MAIL_FROM: {
    schema: z
      .string()
      .regex(/^([^<>"\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, { error: 'must be an address, or a name and an address in angle brackets' })
      .default('Cairn <cairn@localhost>'),
    description: 'Sender of every message.',
    example: 'Cairn <cairn@example.org>',
  },
});
