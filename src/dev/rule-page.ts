/** A rule's page in Markdown, as the editor opens it from a finding. */
import { fixKinds } from '../core/fixes/fix-kinds';
import type { RuleMetadata } from '../core/rules/rule';

/** The whole page. */
export function rulePage(rule: RuleMetadata): string {
  return `# ${rule.title}

\`${rule.id}\` · ${rule.severity} by default

## Why is this bad?

${rule.why}

## Example

${fenced(rule.bad)}

## Use instead

${fenced(rule.good)}

## Quick-fixes

${quickFixes(rule)}

## Configuration

\`\`\`toml
[tool.api-key-guard.rules]
${rule.id} = "off" # or "error", "warning", "info"
\`\`\`

For one line: \`# api-key-guard: ignore[${rule.id}] <reason>\`, on the line or above it.

## References

${references(rule).join('\n')}
`;
}

/** One line each; those that need no question are applied on save and by `scan --fix`, too. */
function quickFixes({ fixes }: RuleMetadata): string {
  return fixes
    .map((kind) => `- ${fixKinds[kind].title}${fixKinds[kind].safe ? ' (safe: also on save and by `scan --fix`)' : ''}`)
    .join('\n');
}

function fenced(code: string): string {
  return `\`\`\`python\n${code.trimEnd()}\n\`\`\``;
}

function references({ cwe, owasp, pci }: RuleMetadata): readonly string[] {
  return [
    ...cwe.map((id) => `- [${id}](https://cwe.mitre.org/data/definitions/${id.replace('CWE-', '')}.html)`),
    ...owasp.map((id) => `- [OWASP API Security Top 10 2023, ${id}](${owaspPage(id)})`),
    ...pci.map((requirement) => `- PCI DSS 4.0, requirement ${requirement}`),
  ];
}

/** https://owasp.org/API-Security/editions/2023/en/0x11-t10/ */
const owaspPages: Readonly<Record<string, string>> = {
  API1: '0xa1-broken-object-level-authorization',
  API2: '0xa2-broken-authentication',
  API3: '0xa3-broken-object-property-level-authorization',
  API4: '0xa4-unrestricted-resource-consumption',
  API5: '0xa5-broken-function-level-authorization',
  API6: '0xa6-unrestricted-access-to-sensitive-business-flows',
  API7: '0xa7-server-side-request-forgery',
  API8: '0xa8-security-misconfiguration',
  API9: '0xa9-improper-inventory-management',
  API10: '0xaa-unsafe-consumption-of-apis',
};

function owaspPage(id: string): string {
  const page = owaspPages[id.split(':')[0] ?? ''] ?? '0x11-t10';
  return `https://owasp.org/API-Security/editions/2023/en/${page}/`;
}
