/** VS Code's settings page, derived from the lists of analysis and editor settings. */
import { analysisSettings } from '../core/analysis/settings';
import type { RuleMetadata } from '../core/rules/rule';
import { type AgentTool, agentTools } from '../report/agent/agent-tools';
import { type EditorSettingDeclaration, editorSettings } from '../protocol/editor-settings';
import { type Schema, settingSchema } from './setting-schema';

/** Links of VS Code's settings page, which mean nothing in the README and to other editors. */
const links: Readonly<Record<string, string>> = {
  codeLens: 'All lenses of VS Code: `#editor.codeLens#`.',
  diagnostics: '[Scan Workspace](command:apiKeyGuard.scanWorkspace) shows those of all files once.',
  'trace.server': '[Show Log](command:apiKeyGuard.showLog)',
  guardName: 'Its module: `#apiKeyGuard.guardModule#`.',
  guardModule: 'Its decorator: `#apiKeyGuard.guardName#`.',
  publicDecorators: 'By address: `#apiKeyGuard.publicRoutes#`.',
  publicRoutes: 'By decorator: `#apiKeyGuard.publicDecorators#`.',
  rules: '[What each rule finds](command:apiKeyGuard.openRulePage)',
};

/** Every setting stands below this section. */
const section = 'apiKeyGuard';

/** The manifest with `contributes.configuration` and the schema of `.api-key-guard.json` replaced. */
export function withContributions(manifest: Schema, rules: readonly RuleMetadata[]): Schema {
  const contributes = manifest.contributes as Schema;
  return {
    ...manifest,
    contributes: {
      ...contributes,
      configuration: {
        title: 'API Key Guard',
        properties: { ...editorProperties(), ...analysisProperties(rules) },
      },
      languageModelTools: agentTools.map(languageModelTool),
      jsonValidation: [{ fileMatch: '.api-key-guard.json', url: './media/api-key-guard.schema.json' }],
    },
  };
}

/** https://code.visualstudio.com/api/extension-guides/ai/tools */
function languageModelTool({ name, reference, title, description, input }: AgentTool): Schema {
  return {
    name: `apiKeyGuard_${name}`,
    displayName: title,
    toolReferenceName: reference,
    canBeReferencedInPrompt: true,
    icon: '$(shield)',
    userDescription: title,
    modelDescription: description,
    inputSchema: input,
  };
}

function analysisProperties(rules: readonly RuleMetadata[]): Schema {
  const properties = analysisSettings.map((setting) => [
    `${section}.${setting.key}`,
    {
      ...settingSchema(setting, rules),
      default: setting.default,
      scope: 'resource',
      markdownDescription: withLinks(setting),
    },
  ]);
  return Object.fromEntries(properties) as Schema;
}

function editorProperties(): Schema {
  return Object.fromEntries(editorSettings.map((setting) => [`${section}.${setting.key}`, editorProperty(setting)]));
}

function withLinks({ key, description }: { readonly key: string; readonly description: string }): string {
  return [description, links[key] ?? ''].join(' ').trim();
}

function editorProperty(setting: EditorSettingDeclaration): Schema {
  const { values, default: initial, scope } = setting;
  return {
    type: 'string',
    enum: values.map(({ value }) => value),
    markdownEnumDescriptions: values.map((choice) => choice.description),
    default: initial,
    scope,
    markdownDescription: withLinks(setting),
  };
}
