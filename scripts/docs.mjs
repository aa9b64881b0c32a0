// Makes docs/reference/{errors,configuration,events}.md and .env.example from what the program declares. `--check`: only says what is stale.
import { z } from 'zod';
import { loadCatalogues } from './lib/catalogues.mjs';
import { bringUpToDate, report } from './lib/generated.mjs';

const MADE = '<!-- Made by `npm run docs`. Edit the definitions in the code, not this page. -->';
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const page = (...parts) => `${parts.join('\n\n')}\n`;

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

function errorsPage({ errors, statusOf }) {
  const intro = 'Every failure is `application/problem+json` (RFC 9457); its `code` is one of these. Codes are never reused.';
  const sections = groupBy(errors, (error) => error.code.split('.')[0]).map(([area, group]) =>
    page(`## ${area}`, table(['Code', 'Status', 'Title'], group.map((error) => [`\`${error.code}\``, statusOf(error), error.title]))).trimEnd(),
  );
  return page('# Errors', MADE, intro, ...sections);
}

/** `string`, `number`, `"a" or "b"`, … of a JSON schema. */
function typeName(schema) {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map(typeName).join(' or ');
  if (schema.type === 'array') return `list of ${typeName(schema.items ?? {})}`;
  return [schema.type ?? 'any'].flat().join(' or ');
}

function eventSection(event) {
  const { properties = {}, required = [] } = z.toJSONSchema(event.schema, { unrepresentable: 'any' });
  const rows = Object.entries(properties).map(([name, schema]) => [`\`${name}\``, typeName(schema), required.includes(name) ? 'yes' : 'no']);
  return page(`## ${event.type}`, table(['Member of `data`', 'Type', 'Always there'], rows)).trimEnd();
}

function eventsPage({ events }) {
  const intro =
    'Each event is one line of the ordered log, and reaches the live channel as `{id, seq, type, at, data}`. Names are past tense and versioned; payloads are ids and facts. A change that would break a reader gets a new version.';
  return page('# Events', MADE, intro, ...events.map(eventSection));
}

function defaultOf(field) {
  const parsed = field.schema.safeParse(undefined);
  if (!parsed.success) return null;
  const value = parsed.data;
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function shownDefault(field) {
  const value = defaultOf(field);
  if (value === null) return 'required';
  return value === '' ? '' : `\`${value}\``;
}

function configurationPage({ configuration }) {
  const intro = 'Cairn reads environment variables, and nothing else. An empty one counts as not set. A start with a bad value names every problem at once and ends.';
  const sections = configuration.map((definition) => {
    const rows = Object.entries(definition.fields).map(([name, field]) => [`\`${name}\``, shownDefault(field), `${field.description}${field.secret ? ' Secret: never logged.' : ''}`]);
    return page(`## ${definition.owner}`, table(['Variable', 'Default', 'What it is for'], rows)).trimEnd();
  });
  return page('# Configuration', MADE, intro, ...sections);
}

function envExample({ configuration }) {
  const head = '# Made by `npm run docs` from the definitions in the code. Nothing here has to be set: `npm run up` works without it.';
  const sections = configuration.map((definition) => {
    const lines = Object.entries(definition.fields).map(([name, field]) => `# ${field.description}\n# ${name}=${field.example ?? defaultOf(field) ?? ''}`);
    return [`# --- ${definition.owner} ---`, ...lines].join('\n\n');
  });
  return page(head, ...sections);
}

const check = process.argv.includes('--check');
const catalogues = await loadCatalogues();
const files = {
  'docs/reference/errors.md': errorsPage(catalogues),
  'docs/reference/events.md': eventsPage(catalogues),
  'docs/reference/configuration.md': configurationPage(catalogues),
  '.env.example': envExample(catalogues),
};
report(bringUpToDate(files, { check }), { check, command: 'npm run docs' });
