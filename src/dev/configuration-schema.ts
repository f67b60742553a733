/** The JSON schema of `.api-key-guard.json`, for completion and checks in any editor. */
import { analysisSettings } from '../core/analysis/settings';
import type { RuleMetadata } from '../core/rules/rule';
import { type Schema, settingSchema } from './setting-schema';

/** The whole schema. */
export function configurationSchema(rules: readonly RuleMetadata[]): Schema {
  const settings = analysisSettings.map((setting) => [
    setting.key,
    { ...settingSchema(setting, rules), default: setting.default, description: setting.description },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'API Key Guard configuration',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(settings) },
  };
}
