import { Argument, Command } from 'commander';
import { rules } from '../core/rules/registry';
import { findRule } from '../report/find-rule';
import { ruleText } from '../report/rule-text';
import { UserError } from '../workspace/user-error';
import { outputInk, print } from './output';

/** `api-key-guard explain`: what a rule finds, why that is bad, and how it is done well. */
export function explainCommand(): Command {
  return new Command('explain')
    .summary('explain a rule, with a bad and a good example')
    .description('Explains a rule: what it finds, why that is bad, a bad and a good example. Without RULE, lists all.')
    .addArgument(new Argument('[RULE]', 'id of a rule, as findings show it'))
    .addHelpText('after', examples)
    .action((id: string | undefined) => {
      if (id === undefined) print(ruleList());
      else print(ruleText(requireRule(id), outputInk()));
    });
}

function requireRule(id: string) {
  const rule = findRule(id);
  if (rule === undefined)
    throw new UserError(`unknown rule "${id}" (known: ${rules.map((known) => known.id).join(', ')})`);
  return rule;
}

function ruleList(): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`).join('');
}

const examples = `
Examples:
  api-key-guard explain                      all rules, one line each
  api-key-guard explain presence-only-check

Exit status: 0 done, 2 wrong usage.`;
