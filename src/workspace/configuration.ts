/**
 * The project's own configuration: `[tool.api-key-guard]` of `pyproject.toml`, or `.api-key-guard.json`. Pure, so that
 * the browser's language server reads it too; `find-configuration.ts` looks for the file.
 */
import { parse, TomlError } from 'smol-toml';
import type { AnalysisSettings } from '../core/results/results';
import { analysisSettings, providerStrengths, type SettingDeclaration } from '../core/analysis/settings';

/** The settings that a configuration file gives, and one line per thing in it that is wrong. */
export interface Configuration {
  readonly settings: Partial<AnalysisSettings>;
  readonly problems: readonly string[];
}

/** Where a project's configuration may stand; the first that exists (and has our table) counts. */
export const configurationFiles = ['.api-key-guard.json', 'pyproject.toml'] as const;

const tomlTable = 'api-key-guard';
const severities = ['error', 'warning', 'info', 'off'];

/** Reads a configuration file named `file`; undefined when it says nothing about this tool. */
export function parseConfiguration(file: string, text: string): Configuration | undefined {
  let table: unknown;
  try {
    table = file.endsWith('.toml') ? tomlSection(text) : JSON.parse(text);
  } catch (error) {
    // A broken pyproject.toml that does not mention us is other tools' business.
    if (file.endsWith('.toml') && !text.includes(tomlTable)) return undefined;
    return { settings: {}, problems: [`${file}${describeSyntaxError(error)}`] };
  }
  if (table === undefined) return undefined;
  if (!isRecord(table)) return { settings: {}, problems: [`${file}: expected a table of settings`] };
  return readSettings(file, table);
}

function tomlSection(text: string): unknown {
  const { tool } = parse(text);
  return isRecord(tool) ? tool[tomlTable] : undefined;
}

function describeSyntaxError(error: unknown): string {
  if (error instanceof TomlError) {
    const message = error.message.split('\n')[0]?.replace(/^Invalid TOML document: /, '') ?? '';
    return `:${error.line}:${error.column}: ${message}`;
  }
  return `: ${error instanceof Error ? error.message : String(error)}`;
}

function readSettings(file: string, table: Readonly<Record<string, unknown>>): Configuration {
  const problems: string[] = [];
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(table)) {
    if (name === '$schema') continue;
    const declaration = analysisSettings.find(({ key }) => key === camelCase(name));
    if (declaration === undefined) {
      const known = analysisSettings.map(({ key }) => (file.endsWith('.toml') ? kebabCase(key) : key)).join(', ');
      problems.push(`${file}: unknown setting "${name}" (known: ${known})`);
      continue;
    }
    const problem = describeProblem(declaration, value);
    if (problem === undefined) settings[declaration.key] = isRecord(value) ? { ...value } : value;
    else problems.push(`${file}: "${name}" ${problem}`);
  }
  return { settings, problems };
}

function describeProblem({ type }: SettingDeclaration, value: unknown): string | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? undefined : 'must be a string';
    case 'string[]':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? undefined
        : 'must be a list of strings';
    case 'providers': {
      if (!isRecord(value)) return `must be a table of qualified name = one of ${providerStrengths.join(', ')}`;
      const wrong = Object.entries(value).find(([, strength]) => !providerStrengths.some((one) => one === strength));
      return (
        wrong &&
        `gives ${wrong[0]} the strength ${JSON.stringify(wrong[1])}: use one of ${providerStrengths.join(', ')}`
      );
    }
    case 'severities': {
      if (!isRecord(value)) return `must be a table of rule = one of ${severities.join(', ')}`;
      const wrong = Object.entries(value).find(([, severity]) => !severities.includes(String(severity)));
      return wrong && `gives ${wrong[0]} the severity ${JSON.stringify(wrong[1])}: use one of ${severities.join(', ')}`;
    }
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** TOML's tables are written `guard-name`, JSON's keys `guardName`; both are read in both. */
function camelCase(name: string): string {
  return name.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
