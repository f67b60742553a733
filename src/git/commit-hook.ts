/** Puts the commit hook in place and takes it away again, leaving byte for byte what was there. */
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../workspace/user-error';
import type { HookPlace } from './hook-place';
import {
  addedToStub,
  checkScript,
  keptSuffix,
  type Runner,
  stubMark,
  stubScript,
  withBlock,
  withoutBlock,
} from './hook-script';

/** Whether the hook runs at each commit. */
export type HookState = 'installed' | 'not installed';

const lefthookFile = `# Written by "api-key-guard hook install"; "api-key-guard hook uninstall" removes it.
pre-commit:
  commands:
    api-key-guard:
      run: sh "$(git rev-parse --git-common-dir)/api-key-guard/pre-commit"
`;

/** Installs the hook, or brings an installed one up to date. */
export function installHook(place: HookPlace, runner: Runner): void {
  mkdirSync(place.checkFolder, { recursive: true });
  putHook(place);
  writeFileSync(checkOf(place), checkScript(runner), { mode: 0o755 });
}

/** Removes the hook; false when it was not installed. */
export function uninstallHook(place: HookPlace): boolean {
  const wasInstalled = hookState(place) === 'installed';
  if (isOurs(place)) takeHook(place);
  rmSync(place.checkFolder, { recursive: true, force: true });
  return wasInstalled;
}

/** Whether the hook is in its place, with the check that it runs. */
export function hookState(place: HookPlace): HookState {
  return isOurs(place) && existsSync(checkOf(place)) ? 'installed' : 'not installed';
}

function checkOf({ checkFolder }: HookPlace): string {
  return path.join(checkFolder, 'pre-commit');
}

function isOurs({ kind, path: file }: HookPlace): boolean {
  const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
  switch (kind) {
    case 'file':
      return text.includes(stubMark);
    case 'script':
      return withoutBlock(text) !== text;
    case 'lefthook':
      return text === lefthookFile;
  }
}

function putHook(place: HookPlace): void {
  const { kind, path: file } = place;
  mkdirSync(path.dirname(file), { recursive: true });
  switch (kind) {
    case 'file':
      if (isOurs(place)) break;
      if (isThere(file)) renameSync(file, file + keptSuffix);
      writeFileSync(file, stubScript, { mode: 0o755 });
      break;
    case 'script': {
      // Husky runs it with sh, so it needs no first line and no right to be run.
      const isNew = !existsSync(file);
      writeFileSync(file, withBlock(isNew ? '' : readFileSync(file, 'latin1')), 'latin1');
      if (isNew) chmodSync(file, 0o755);
      break;
    }
    case 'lefthook':
      if (existsSync(file) && !isOurs(place))
        throw new UserError(
          `${file} is there already: add under pre-commit, commands: api-key-guard: { run: api-key-guard staged }`,
        );
      writeFileSync(file, lefthookFile);
  }
}

function takeHook({ kind, path: file }: HookPlace): void {
  if (kind === 'script') {
    const before = withoutBlock(readFileSync(file, 'latin1'));
    if (before === '') rmSync(file);
    else writeFileSync(file, before, 'latin1');
    return;
  }
  const added = kind === 'file' ? addedToStub(readFileSync(file, 'latin1')) : '';
  if (added !== '') {
    keepAdded(file, added);
    return;
  }
  rmSync(file);
  if (kind === 'file' && isThere(file + keptSuffix)) renameSync(file + keptSuffix, file);
}

/** What somebody wrote into our file is theirs, and stays; beside a hook of before, a person has to join the two. */
function keepAdded(file: string, added: string): void {
  if (isThere(file + keptSuffix))
    throw new UserError(
      `${file} was changed by hand: move what was added to ${path.basename(file + keptSuffix)}, then uninstall again`,
    );
  writeFileSync(file, `#!/bin/sh\n${added}\n`, 'latin1');
}

/** Also a link that leads nowhere: it is the person's all the same. */
function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
