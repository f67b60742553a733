/**
 * `npm run generate`: writes everything that is derived from the rule registry and the lists of settings.
 * `npm run generate -- --check` writes nothing and fails when something is stale. Not shipped.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { rules } from '../core/rules/registry';
import { configurationSchema } from './configuration-schema';
import { type Texts, withKeys, withTexts } from './manifest-texts';
import { messageBundle } from './message-bundle';
import { withContributions } from './package-contributions';
import { withTables } from './readme-tables';
import { rulePage } from './rule-page';
import type { Schema } from './setting-schema';

const root = path.join(__dirname, '..', '..');
const rulePages = 'media/rules';

async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const written = withTexts(parse('package.json'), parse('package.nls.json') as Texts);
  const manifest = withContributions(written, rules);
  const translatable = withKeys(manifest);
  const files = new Map([
    ['package.json', JSON.stringify(translatable.manifest, null, 2)],
    ['package.nls.json', JSON.stringify(translatable.texts, null, 2)],
    ['media/l10n/bundle.l10n.json', JSON.stringify(messageBundle(path.join(root, 'src', 'extension')), null, 2)],
    ['media/api-key-guard.schema.json', JSON.stringify(configurationSchema(rules), null, 2)],
    ['README.md', withTables(read('README.md'), manifest, rules)],
  ]);
  for (const rule of rules) files.set(`${rulePages}/${rule.id}.md`, rulePage(rule));
  const options = await resolveConfig(path.join(root, 'package.json'));
  const formatted = [...files].map(async ([file, content]): Promise<[string, string]> => {
    return [file, await format(content, { ...options, filepath: file })];
  });
  return new Map(await Promise.all(formatted));
}

/** Pages of rules that are gone. */
function leftOverPages(files: ReadonlyMap<string, string>): readonly string[] {
  const folder = path.join(root, rulePages);
  const pages = existsSync(folder) ? readdirSync(folder) : [];
  return pages.map((name) => `${rulePages}/${name}`).filter((file) => !files.has(file));
}

function parse(file: string): Schema {
  return JSON.parse(read(file) || '{}') as Schema;
}

function read(file: string): string {
  const absolute = path.join(root, file);
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : '';
}

async function main(): Promise<void> {
  const files = await generatedFiles();
  const stale = [...files].filter(([file, content]) => read(file) !== content).map(([file]) => file);
  const leftOver = leftOverPages(files);
  if (process.argv.includes('--check')) {
    for (const file of [...stale, ...leftOver]) console.error(`${file} is stale: run npm run generate`);
    process.exitCode = stale.length + leftOver.length > 0 ? 1 : 0;
    return;
  }
  for (const file of stale) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), files.get(file) ?? '');
    console.log(`wrote ${file}`);
  }
  for (const file of leftOver) {
    rmSync(path.join(root, file));
    console.log(`removed ${file}`);
  }
}

void main();
