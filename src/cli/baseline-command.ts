import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Argument, Command } from 'commander';
import { type BaselineEntry, baselineText, entryOf } from '../report/baseline';
import { candidatesOf } from '../report/known-findings';
import { counted } from '../report/text-blocks';
import { findBaseline, newSalt } from '../workspace/baseline-file';
import { baselineName } from '../workspace/baseline-name';
import { readFailure } from '../workspace/read-source';
import { UserError } from '../workspace/user-error';
import { type AnalysedTarget, analyseTarget } from './analyse-targets';
import { baselinedProject, readBaseline } from './known-findings';
import { print } from './output';
import { terminalProgress } from './progress';
import { documentRoot, resolveTargets } from './targets';

/** `api-key-guard baseline`: writes down today's findings, so that only new ones fail a build. */
export function baselineCommand(): Command {
  return new Command('baseline')
    .summary('write down the findings of today, so that only new ones fail')
    .description(
      `Writes the findings below the PATHs into ${baselineName}. From then on scan counts them as suppressed. ` +
        'An existing baseline is brought up to date; what it says of files outside of the PATHs stays.',
    )
    .addArgument(new Argument('[PATH...]', 'folders or Python files (default: the current folder)'))
    .option('-o, --output <file>', `the file to write (default: the project's ${baselineName})`)
    .addHelpText('after', examples)
    .action(async (paths: readonly string[], options: { readonly output?: string }) => {
      const given = paths.length > 0 ? paths : ['.'];
      const progress = terminalProgress();
      const targets: AnalysedTarget[] = [];
      for (const target of resolveTargets(given)) targets.push(await analyseTarget(target, progress));
      progress.clear();
      const root = documentRoot(given);
      const file = options.output ?? findBaseline(root) ?? path.join(root, baselineName);
      print(`${writeBaseline(file, targets)}\n`);
    });
}

function writeBaseline(file: string, targets: readonly AnalysedTarget[]): string {
  const former = existsSync(file) ? readBaseline(file) : { salt: newSalt(), findings: [] };
  const projects = targets.map((target) => baselinedProject(target, file));
  const kept = former.findings.filter((entry) => !projects.some((project) => project.isReported(entry.file)));
  const found: readonly BaselineEntry[] = projects.flatMap((project) =>
    candidatesOf(project).map((candidate) => entryOf(candidate, former.salt)),
  );
  try {
    writeFileSync(file, baselineText({ salt: former.salt, findings: [...kept, ...found] }));
  } catch (error) {
    throw new UserError(`${file}: ${readFailure(error)}`);
  }
  const rest = kept.length === 0 ? '' : `, ${kept.length} of other files kept`;
  return `${path.relative(process.cwd(), file)}: ${counted(found.length, 'finding')}${rest}`;
}

const examples = `
Examples:
  api-key-guard baseline                     the project in the current folder; commit the file
  api-key-guard scan                         from now on fails on new findings only
  api-key-guard scan --no-baseline           shows all of them again

A key stands in the baseline as a salted hash only. Exit status: 0 written, 2 wrong usage or unreadable input.`;
