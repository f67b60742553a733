/** One rule for a terminal: what it finds, why that is bad, and the examples. */
import type { RuleMetadata } from '../core/rules/rule';
import type { Ink } from './ink';

/** The whole text, ended by a line end. */
export function ruleText(rule: RuleMetadata, ink: Ink): string {
  const standards = [
    rule.cwe.join(', '),
    rule.owasp.length > 0 ? `OWASP API Security Top 10 2023: ${rule.owasp.join(', ')}` : '',
    rule.pci.length > 0 ? `PCI DSS 4.0: ${rule.pci.join(', ')}` : '',
  ].filter((part) => part !== '');
  return [
    `${ink.bold(rule.id)}  ${rule.title} (${rule.severity})`,
    '',
    rule.why,
    '',
    ink.red('Bad:'),
    indented(rule.bad),
    '',
    ink.green('Good:'),
    indented(rule.good),
    '',
    ink.dim(standards.join(' · ')),
    '',
  ].join('\n');
}

function indented(code: string): string {
  return code
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}
