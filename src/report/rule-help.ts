/** A rule in Markdown: for its page in the editor, and for those who meet it in SARIF. */
import type { RuleMetadata } from '../core/rules/rule';
import { standards } from './standards';

/** What it finds and how it is done well, from the second level of headings on. */
export function ruleHelp(rule: RuleMetadata): string {
  return `## Why is this bad?

${rule.why}

## Example

${fenced(rule.bad)}

## Use instead

${fenced(rule.good)}
`;
}

/** Links to the standards that the rule names, as a list. */
export function ruleReferences(rule: RuleMetadata): string {
  const lines = standards.flatMap((standard) =>
    standard.entriesOf(rule).map((id) => {
      const title = standard.titleOf(id) === '' ? '' : `: ${standard.titleOf(id)}`;
      const name = `${id.startsWith(standard.name) ? '' : `${standard.name}, `}${id}${title}`;
      const address = standard.addressOf(id);
      return address === null ? `- ${name}` : `- [${name}](${address})`;
    }),
  );
  return lines.join('\n');
}

function fenced(code: string): string {
  return `\`\`\`python\n${code.trimEnd()}\n\`\`\``;
}
