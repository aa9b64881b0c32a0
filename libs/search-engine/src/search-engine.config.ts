import { z } from 'zod';
import { defineConfig } from '#libs/config';

const servers = z
  .string()
  .refine((value) => value.split(',').every((each) => URL.canParse(each.trim()) && /^https?:$/.test(new URL(each.trim()).protocol)), 'must be an http:// or https:// address, or several with commas between');

export const searchEngineConfig = defineConfig('search-engine', {
  ELASTICSEARCH_URL: {
    schema: servers.optional(),
    description: 'Elasticsearch 8 or 9 answers searches; PostgreSQL does when it is down. `https://user:password@host:9200`, or `https://apikey:<key>@host:9200`; several nodes with commas between.',
    secret: true,
    example: 'http://127.0.0.1:9200',
  },
  ELASTICSEARCH_INDEX_PREFIX: {
    schema: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,60}$/, 'must have lower-case letters, digits, hyphens and underscores, 61 at most').default('cairn'),
    description: 'What the names of this site on the Elasticsearch server begin with. Another one for each site that shares a server.',
  },
  ELASTICSEARCH_CA_FILE: {
    schema: z.string().min(1).optional(),
    description: 'A PEM file with the authority that signed the certificate of the Elasticsearch server, when the system does not know it.',
  },
});
