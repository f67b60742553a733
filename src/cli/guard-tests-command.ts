import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Argument, Command } from 'commander';
import { UserError } from '../workspace/user-error';
import { analyseTarget } from './analyse-targets';
import { print } from './output';
import { terminalProgress } from './progress';
import { resolveTargets } from './targets';

/** `api-key-guard guard-tests`: writes a pytest module that asks Flask itself. */
export function guardTestsCommand(): Command {
  return new Command('guard-tests')
    .summary('write a pytest file that expects every route to refuse callers without a key')
    .description(
      "Writes a pytest file that walks the app's url_map and expects 401 or 403 without a valid key from every route\n" +
        'that is not declared public.',
    )
    .addArgument(new Argument('[PATH]', "the app's project (default: the current folder)").default('.'))
    .option('-o, --output <file>', "where to write it (default: test_api_key_guard.py in the project's tests)")
    .option('--print', 'print it instead')
    .addHelpText('after', '\nExit status: 0 written, 2 wrong usage, no Flask app, or the file is there already.')
    .action(async (project: string, options: { readonly output?: string; readonly print?: true }) => {
      const [target] = resolveTargets([project]);
      if (!target) throw new UserError(`${project} is no project`);
      const { root, session } = await analyseTarget(target, terminalProgress());
      const made = session.guardTests();
      if (!made) throw new UserError(`no Flask app is made below ${project}`);
      if (options.print) print(made.text);
      else writeNew(root, options.output ? path.resolve(options.output) : path.join(root, made.file), made.text);
    });
}

/** Throws `UserError` where a file is: it may be somebody's work. */
function writeNew(root: string, file: string, text: string): void {
  if (existsSync(file)) throw new UserError(`${file} is there already; name another with --output`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
  print(`${file} is written. Run it: cd ${root} && python3 -m pytest ${path.relative(root, file)}\n`);
}
