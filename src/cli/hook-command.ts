import path from 'node:path';
import { Command } from 'commander';
import type { HookPlace } from '../git/hook-place';
import { print } from './output';

/** `api-key-guard hook`: runs `staged` at each commit of a repository. */
export function hookCommand(): Command {
  const command = new Command('hook')
    .summary('check every commit of this repository for keys')
    .description('Installs a commit hook that runs `api-key-guard staged`; a hook that is there already is run, too.')
    .addHelpText('after', examples);
  command
    .command('install')
    .description('install the hook, or bring it up to date')
    .action(async () => {
      const { place, hook } = await load();
      hook.installHook(place, { node: process.execPath, cli: path.join(__dirname, 'cli.js') });
      print(`Commits of this repository are checked for keys: ${shown(place)}${toolSays(place)}\n`);
    });
  command
    .command('uninstall')
    .description('remove the hook, and put back what was there')
    .action(async () => {
      const { place, hook } = await load();
      const wasInstalled = hook.uninstallHook(place);
      print(wasInstalled ? `Removed the hook: ${shown(place)}\n` : 'The hook was not installed.\n');
    });
  command
    .command('status')
    .description('say whether it is installed (exit status 0) or not (1)')
    .action(async () => {
      const { place, hook } = await load();
      const state = hook.hookState(place);
      print(`${state}: ${shown(place)}${toolSays(place)}\n`);
      if (state !== 'installed') process.exitCode = 1;
    });
  return command;
}

/** Loaded on use only, so that no other command pays for it. */
async function load() {
  const { findHookPlace } = await import('../git/hook-place');
  const { hookState, installHook, uninstallHook } = await import('../git/commit-hook');
  return { place: await findHookPlace(process.cwd()), hook: { hookState, installHook, uninstallHook } };
}

function shown(place: HookPlace): string {
  return path.relative(process.cwd(), place.path).replaceAll(path.sep, '/');
}

function toolSays({ tool }: HookPlace): string {
  return tool === null ? '' : ` (run by ${tool})`;
}

const examples = `
Examples:
  api-key-guard hook install
  api-key-guard hook status
  api-key-guard hook uninstall

Respects core.hooksPath, husky, lefthook and pre-commit. Exit status: 0 done, 1 not installed (status), 2 git failed.`;
