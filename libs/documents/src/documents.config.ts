import { z } from 'zod';
import { defineConfig } from '#libs/config';

export const documentsConfig = defineConfig('documents', {
  MONGODB_URI: {
    schema: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\/[^\s/]+/, { error: 'must be a mongodb:// or mongodb+srv:// URI' })
      .optional(),
    description: 'A MongoDB replica set (6 or newer) for the texts of questions, answers, comments and stories. When unset, PostgreSQL keeps them. Without a database in its path, `cairn` is used.',
    secret: true,
    example: 'mongodb://cairn:secret@a.example.org,b.example.org,c.example.org/cairn?replicaSet=rs0&tls=true',
  },
});
