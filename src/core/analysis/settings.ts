import type { AnalysisSettings, ProviderStrength } from '../results/results';

/** The values of the setting `providers`. */
export const providerStrengths: readonly ProviderStrength[] = ['validated', 'present', 'optional'];

/** One setting as every surface shows it: VS Code contribution, JSON schema, README table. */
export interface SettingDeclaration {
  readonly key: keyof AnalysisSettings;
  readonly type: 'string' | 'string[]' | 'severities' | 'providers';
  readonly default: unknown;
  readonly description: string;
}

/** The one list of analysis settings; `npm run generate` derives `package.json`, the schema and the README from it. */
export const analysisSettings: readonly SettingDeclaration[] = [
  {
    key: 'guardName',
    type: 'string',
    default: 'require_api_key',
    description: 'Name of the decorator that the quick-fix inserts when it creates a guard.',
  },
  {
    key: 'guardModule',
    type: 'string',
    default: 'api_key_guard',
    description: 'Module that the quick-fix creates for a new guard, dotted, relative to the import root.',
  },
  {
    key: 'headerName',
    type: 'string',
    default: 'X-API-Key',
    description: 'Header in which callers send their key; used by a created guard.',
  },
  {
    key: 'publicDecorators',
    type: 'string[]',
    default: ['public_route'],
    description: 'Decorators that declare a route public: its verdict stays, its finding goes.',
  },
  {
    key: 'publicRoutes',
    type: 'string[]',
    default: [],
    description: 'URL globs of routes that are public by intent, e.g. `/health` or `/static/**`.',
  },
  {
    key: 'allowedKeyFiles',
    type: 'string[]',
    default: [],
    description:
      'Globs of files whose keys are no secrets, e.g. `tests/fixtures/**`: their findings count as suppressed.',
  },
  {
    key: 'allowedKeys',
    type: 'string[]',
    default: [],
    description:
      'What keys look like that are no secrets, in any case: `test-*` by their beginning, `*sandbox*` by a word in them.',
  },
  {
    key: 'providers',
    type: 'providers',
    default: {},
    description:
      'What guards of other packages do, by qualified name (`acme_auth.requires_login`, or `acme_auth.verify()` for a call that raises): `validated`, `present` or `optional`.',
  },
  {
    key: 'rules',
    type: 'severities',
    default: {},
    description: 'Severity per rule id: `error`, `warning`, `info` or `off`.',
  },
];

/** Settings when nobody configured anything. */
export const defaultSettings: AnalysisSettings = {
  guardName: 'require_api_key',
  guardModule: 'api_key_guard',
  headerName: 'X-API-Key',
  publicDecorators: ['public_route'],
  publicRoutes: [],
  allowedKeyFiles: [],
  allowedKeys: [],
  providers: {},
  rules: {},
};

/** Whether a rule runs at all. */
export function isRuleOn({ rules }: AnalysisSettings, id: string): boolean {
  return rules[id] !== 'off';
}
