/** A rule's page in Markdown, as the editor opens it from a finding. */
import type { RuleMetadata } from '../core/rules/rule';
import { ruleHelp, ruleReferences } from '../report/rule-help';

/** The whole page. */
export function rulePage(rule: RuleMetadata): string {
  return `# ${rule.title}

\`${rule.id}\` · ${rule.severity} by default

${ruleHelp(rule)}
## Configuration

\`\`\`toml
[tool.api-key-guard.rules]
${rule.id} = "off" # or "error", "warning", "info"
\`\`\`

For one line: \`# api-key-guard: ignore[${rule.id}] <reason>\`, on the line or above it.

## References

${ruleReferences(rule)}
`;
}
