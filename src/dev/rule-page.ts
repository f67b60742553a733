/** A rule's page in Markdown, as the editor opens it from a finding. */
import { fixKinds } from '../core/results/fix-kinds';
import type { RuleMetadata } from '../core/rules/rule';
import { ruleHelp, ruleReferences } from '../report/rule-help';

/** The whole page. */
export function rulePage(rule: RuleMetadata): string {
  return `# ${rule.title}

\`${rule.id}\` · ${rule.severity} by default

${ruleHelp(rule)}
## Quick-fixes

${quickFixes(rule)}

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

/** One line each; those that need no question are applied on save and by \`scan --fix\`, too. */
function quickFixes({ fixes }: RuleMetadata): string {
  return fixes
    .map((kind) => `- ${fixKinds[kind].title}${fixKinds[kind].safe ? ' (safe: also on save and by `scan --fix`)' : ''}`)
    .join('\n');
}
