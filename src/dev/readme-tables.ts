/** The README's tables of rules, settings and commands, between `<!-- generated:name -->` and `<!-- /generated -->`. */
import { analysisSettings } from '../core/analysis/settings';
import type { RuleMetadata } from '../core/rules/rule';
import { editorSettings } from '../protocol/editor-settings';
import type { Schema } from './setting-schema';

/** The README with the content of every marked place replaced; an unknown marker is a mistake. */
export function withTables(readme: string, manifest: Schema, rules: readonly RuleMetadata[]): string {
  const tables: Readonly<Record<string, string>> = {
    rules: rulesTable(rules),
    settings: settingsTable(),
    commands: commandsTable(manifest),
  };
  return readme.replace(
    /(<!-- generated:(\w+) -->).*?(<!-- \/generated -->)/gs,
    (_, open: string, name: string, close: string) => {
      const table = tables[name];
      if (table === undefined) throw new Error(`README.md: nothing generates "${name}"`);
      return `${open}\n\n${table}\n\n${close}`;
    },
  );
}

function rulesTable(rules: readonly RuleMetadata[]): string {
  return table(
    ['Rule', 'Finds', 'Default', 'CWE'],
    rules.map(({ id, title, severity, cwe }) => [`[\`${id}\`](media/rules/${id}.md)`, title, severity, cwe.join(', ')]),
  );
}

function settingsTable(): string {
  const all = [
    ...analysisSettings.map((setting) => ({ ...setting, isShared: true })),
    ...editorSettings.map((setting) => ({ ...setting, isShared: false })),
  ];
  return table(
    ['Setting', 'Default', 'Meaning', 'In the project, too'],
    all.map(({ key, default: initial, description, isShared }) => [
      `\`apiKeyGuard.${key}\``,
      `\`${JSON.stringify(initial)}\``,
      description,
      isShared ? `\`${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\`` : '–',
    ]),
  );
}

interface CommandContribution {
  readonly command: string;
  readonly title: string;
  readonly category: string;
}

/** Commands that a person can run from the palette. */
function commandsTable({ contributes }: Schema): string {
  const { commands, menus } = contributes as {
    commands: readonly CommandContribution[];
    menus: { commandPalette?: readonly { readonly command: string; readonly when: string }[] };
  };
  const hidden = new Set(menus.commandPalette?.filter(({ when }) => when === 'false').map(({ command }) => command));
  return table(
    ['Command', 'Id'],
    commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ command, title, category }) => [`${category}: ${title}`, `\`${command}\``]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
