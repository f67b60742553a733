/**
 * Findings as SARIF 2.1.0, for GitHub code scanning and other collectors.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
import type { Log, Notification, ToolComponent } from 'sarif';
import type { RuleMetadata } from '../../core/rules/rule';
import type { ProjectReport } from '../project-report';
import { unreadableFiles } from '../routes-document';
import { type StandardEntry, standardEntries } from '../standards';
import { artifactOf, sarifResults } from './sarif-results';
import { sarifRule, taxonomies } from './sarif-rules';

/** The whole log with one run; `rules` are all that were checked, `version` is that of the tool. */
export function sarifLog(projects: readonly ProjectReport[], rules: readonly RuleMetadata[], version: string): Log {
  const entries = standardEntries(rules);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver(rules, entries, version) },
        taxonomies: taxonomies(entries),
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The folder in which api-key-guard ran, as a rule the repository.' } },
        },
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: unreadableFiles(projects).map(notification) },
        ],
        results: sarifResults(projects, rules),
      },
    ],
  };
}

function driver(rules: readonly RuleMetadata[], entries: readonly StandardEntry[], version: string): ToolComponent {
  return {
    name: 'API Key Guard',
    semanticVersion: version,
    supportedTaxonomies: taxonomies(entries).map(({ name }, index) => ({ name, index })),
    rules: rules.map((rule) => sarifRule(rule, entries)),
  };
}

/** Nobody should take such a file for judged. */
function notification({ file, reason }: { readonly file: string; readonly reason: string }): Notification {
  return {
    level: 'warning',
    message: { text: `Not judged, or only in part: ${reason}` },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(file) } }],
  };
}
