/** Rules and standards as SARIF describes them. */
import type { ReportingDescriptor, ReportingDescriptorRelationship, Result, ToolComponent } from 'sarif';
import type { Severity } from '../../core/results/results';
import type { RuleMetadata } from '../../core/rules/rule';
import { ruleHelp, ruleReferences } from '../rule-help';
import type { StandardEntry } from '../standards';

/** A severity in SARIF's words. */
export const levels: Readonly<Record<Severity, NonNullable<Result['level']>>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** GitHub shows 7.0 to 8.9 as high, 4.0 to 6.9 as medium, below as low. */
const securitySeverities: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.5', info: '3.0' };

/** One rule with its help and the entries of standards that it belongs to. */
export function sarifRule(rule: RuleMetadata, entries: readonly StandardEntry[]): ReportingDescriptor {
  const references = ruleReferences(rule);
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: {
      text: `${rule.why}\n\nInstead of\n\n${rule.bad}\nwrite\n\n${rule.good}`,
      markdown: `${ruleHelp(rule)}${references === '' ? '' : `\n## References\n\n${references}\n`}`,
    },
    defaultConfiguration: { level: levels[rule.severity] },
    relationships: relationships(rule, entries),
    properties: {
      // How GitHub reads CWE numbers: the taxonomies alone it does not show.
      tags: ['security', ...rule.cwe.map((id) => `external/cwe/${id.toLowerCase()}`), ...rule.owasp],
      precision: 'high',
      'security-severity': securitySeverities[rule.severity],
    },
  };
}

/** The standards as taxonomies; entries stand in the order in which `relationships` counts them. */
export function taxonomies(entries: readonly StandardEntry[]): ToolComponent[] {
  return byStandard(entries).map(([standard, ofStandard]) => ({
    name: standard.name,
    organization: standard.organization,
    shortDescription: { text: `${standard.name} by ${standard.organization}` },
    informationUri: standard.address,
    isComprehensive: false,
    taxa: ofStandard.map(({ id }) => {
      const address = standard.addressOf(id);
      const title = standard.titleOf(id);
      return {
        id,
        ...(title === '' ? {} : { shortDescription: { text: title } }),
        ...(address === null ? {} : { helpUri: address }),
      };
    }),
  }));
}

function relationships(rule: RuleMetadata, entries: readonly StandardEntry[]): ReportingDescriptorRelationship[] {
  return byStandard(entries).flatMap(([{ name }, ofStandard], component) =>
    ofStandard.flatMap(({ id, rules }, index) =>
      rules.includes(rule)
        ? [{ target: { id, index, toolComponent: { name, index: component } }, kinds: ['superset'] }]
        : [],
    ),
  );
}

function byStandard(entries: readonly StandardEntry[]): (readonly [StandardEntry['standard'], StandardEntry[]])[] {
  const names = [...new Set(entries.map(({ standard }) => standard))];
  return names.map((standard) => [standard, entries.filter((entry) => entry.standard === standard)] as const);
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
