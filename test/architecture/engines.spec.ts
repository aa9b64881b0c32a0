import ts from 'typescript';
import { productSources, type SourceFile } from './source-files.js';

// What names an engine: a class or variable of its adapter, or its package. PostgreSQL is the system of record and may be named by libs.
const ENGINES = /mongo|mongoose|redis|valkey|elastic|minio|kafka|bullmq|keycloak|oidc-provider|nodemailer|smtp/i;
const POSTGRES = /^(Postgres|pg$|typeorm$)/;

/** Identifiers and the texts of imports; comments and messages may say what they like. */
function names(file: SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node.text);
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) found.push(node.moduleSpecifier.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file.name, file.text, ts.ScriptTarget.ES2023));
  return found;
}

function naming(files: SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) => [...new Set(names(file).filter((name) => pattern.test(name)))].map((name) => `${file.name}: ${name}`));
}

/** libs/redis is the connection that adapters of several libs share (ADR 0035). */
const outsideAdapters = (file: SourceFile): boolean => !/\/adapters\/|^libs\/redis\/|^src\/platform\/(engines|config)\//.test(file.name);
/** Configuration variables carry the name of their engine (`SMTP_URL`): that is what an operator knows. */
const isVariable = (found: string): boolean => /: [A-Z][A-Z0-9_]+$/.test(found);

describe('engines', () => {
  it('other than PostgreSQL are named in adapters and where they are chosen, nowhere else', () => {
    expect(naming(productSources().filter(outsideAdapters), ENGINES).filter((found) => !isVariable(found))).toEqual([]);
  });

  it('are unknown to modules, PostgreSQL included', () => {
    const modules = productSources().filter((file) => file.name.startsWith('src/modules/') && !/\.(entity|repository)\.ts$/.test(file.name));
    expect(naming(modules, POSTGRES)).toEqual([]);
  });

  it('would be found', () => {
    const planted = { name: 'src/modules/x/y.ts', text: "import { RedisCache } from './cache.js';\nconst store = new MongoStore(); // redis\n" };
    expect(naming([planted], ENGINES)).toEqual(['src/modules/x/y.ts: RedisCache', 'src/modules/x/y.ts: MongoStore']);
  });
});
