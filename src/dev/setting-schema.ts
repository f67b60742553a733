/** JSON schema of one analysis setting, the same in VS Code's settings and in `.api-key-guard.json`. */
import { providerStrengths, type SettingDeclaration } from '../core/analysis/settings';
import type { RuleMetadata } from '../core/rules/rule';

/** A piece of JSON schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** Schema without description and default, which differ between the places that show them. */
export function settingSchema({ type }: SettingDeclaration, rules: readonly RuleMetadata[]): Schema {
  switch (type) {
    case 'string':
      return { type: 'string' };
    case 'string[]':
      return { type: 'array', items: { type: 'string' }, uniqueItems: true };
    case 'providers':
      return { type: 'object', additionalProperties: { enum: providerStrengths } };
    case 'severities':
      return { type: 'object', additionalProperties: false, properties: severityProperties(rules) };
  }
}

function severityProperties(rules: readonly RuleMetadata[]): Schema {
  return Object.fromEntries(
    rules.map(({ id, title, severity }) => [
      id,
      { enum: ['error', 'warning', 'info', 'off'], default: severity, description: title },
    ]),
  );
}
