import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkScript, withBlock, withoutBlock } from '../../../src/git/hook-script';
import { builtCommandLine } from '../../support/built-command-line';
import { git, gitEnvironment, gitRepository, stage } from '../../support/git-repository';
import { runCommandLine } from '../../support/run-command-line';
import { removeTemporaryFolders, temporaryFolder, writeFiles } from '../../support/temporary-folder';

const root = path.join(__dirname, '..', '..', '..');
const key = 'API_KEY = "example-fake-key-0001"\n';

/** A command `api-key-guard` on PATH. */
function commandOnPath(): Readonly<Record<string, string>> {
  const script = `#!/bin/sh\nexec '${process.execPath}' '${builtCommandLine()}' "$@"\n`;
  const folder = temporaryFolder({ 'api-key-guard': script });
  chmodSync(path.join(folder, 'api-key-guard'), 0o755);
  return { ...gitEnvironment, PATH: `${folder}${path.delimiter}${gitEnvironment.PATH ?? ''}` };
}

function hook(folder: string, command: string): string {
  const { status, stdout, stderr } = runCommandLine(['hook', command], { cwd: folder, environment: gitEnvironment });
  assert.equal(stderr, '');
  assert.equal(status, command === 'status' && stdout.startsWith('not installed') ? 1 : 0);
  return stdout;
}

/** Commits what is staged, or all with `-a`, or paths, with the hooks. */
function tryCommit(folder: string, ...args: string[]): { readonly isRefused: boolean; readonly said: string } {
  const run = spawnSync('git', ['commit', '-m', 'x', ...args], { cwd: folder, env: commandOnPath(), encoding: 'utf8' });
  return { isRefused: run.status !== 0, said: run.stderr + run.stdout };
}

/** Writes a hook that notes that it ran. */
function noteHook(folder: string, file: string, status = 0): string {
  const script = `#!/bin/sh\necho ran "$@" >> "$(git rev-parse --show-toplevel)/ran.txt"\nexit ${status}\n`;
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), script, { mode: 0o755 });
  return script;
}

const ranFile = (folder: string): boolean => existsSync(path.join(folder, 'ran.txt'));

describe('hook', () => {
  afterEach(removeTemporaryFolders);

  it('refuses a commit with a key, and lets the mended one pass', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    assert.match(hook(folder, 'install'), /: \.git\/hooks\/pre-commit\n$/);
    stage(folder, { 'app.py': key });
    const { isRefused, said } = tryCommit(folder);
    assert.ok(isRefused, said);
    assert.match(said, /app\.py:1:11 .*\n\n✖ 1 key would be committed/);
    stage(folder, { 'app.py': 'import os\nAPI_KEY = os.environ["API_KEY"]\n' });
    assert.equal(tryCommit(folder).isRefused, false);
  });

  it('sees what `git commit -a` and `git commit <path>` take', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n', 'other.py': 'x = 1\n' });
    hook(folder, 'install');
    writeFiles(folder, { 'app.py': key, 'other.py': 'x = 2\n' });
    assert.ok(tryCommit(folder, '-a').isRefused);
    assert.ok(tryCommit(folder, 'app.py').isRefused);
    assert.equal(tryCommit(folder, 'other.py').isRefused, false);
  });

  it('runs in a worktree', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'worktree', 'add', '--quiet', 'tree');
    const tree = path.join(folder, 'tree');
    hook(tree, 'install');
    stage(tree, { 'app.py': key });
    assert.ok(tryCommit(tree).isRefused);
  });

  it('is installed once, and leaves nothing behind', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    assert.match(hook(folder, 'status'), /^not installed/);
    hook(folder, 'install');
    const file = path.join(folder, '.git/hooks/pre-commit');
    const first = readFileSync(file, 'utf8');
    hook(folder, 'install');
    assert.equal(readFileSync(file, 'utf8'), first);
    assert.match(hook(folder, 'status'), /^installed/);
    hook(folder, 'uninstall');
    assert.equal(existsSync(file), false);
    assert.equal(existsSync(path.join(folder, '.git/api-key-guard')), false);
    assert.match(hook(folder, 'status'), /^not installed/);
    assert.match(hook(folder, 'uninstall'), /was not installed/);
  });

  it('runs the hook that was there, obeys it, and puts it back as it was', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    const before = noteHook(folder, '.git/hooks/pre-commit');
    hook(folder, 'install');
    hook(folder, 'install');
    stage(folder, { 'app.py': 'x = 2\n' });
    assert.equal(tryCommit(folder).isRefused, false);
    assert.ok(ranFile(folder));
    hook(folder, 'uninstall');
    const file = path.join(folder, '.git/hooks/pre-commit');
    assert.equal(readFileSync(file, 'utf8'), before);
    assert.equal(statSync(file).mode & 0o777, 0o755);
    noteHook(folder, '.git/hooks/pre-commit', 3);
    hook(folder, 'install');
    stage(folder, { 'app.py': 'x = 3\n' });
    assert.ok(tryCommit(folder).isRefused);
  });

  it('does not touch what is not its own', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    const before = noteHook(folder, '.git/hooks/pre-commit');
    hook(folder, 'uninstall');
    assert.equal(readFileSync(path.join(folder, '.git/hooks/pre-commit'), 'utf8'), before);
  });

  it('leaves what somebody wrote into its file', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    const file = path.join(folder, '.git/hooks/pre-commit');
    hook(folder, 'install');
    writeFileSync(file, `${readFileSync(file, 'utf8')}echo mine\n`);
    hook(folder, 'uninstall');
    assert.equal(readFileSync(file, 'utf8'), '#!/bin/sh\necho mine\n');
    assert.equal(statSync(file).mode & 0o777, 0o755);
    hook(folder, 'install');
    writeFileSync(file, `${readFileSync(file, 'utf8')}echo more\n`);
    const run = runCommandLine(['hook', 'uninstall'], { cwd: folder, environment: gitEnvironment });
    assert.equal(run.status, 2);
    assert.match(run.stderr, /was changed by hand: move what was added to pre-commit\.before-api-key-guard/);
    assert.match(readFileSync(file, 'utf8'), /echo more/);
  });

  it('finds its place where a folder has a line end in its name', () => {
    const above = temporaryFolder();
    const folder = path.join(above, 'a "b"\n c');
    mkdirSync(folder);
    git(folder, 'init', '--quiet');
    hook(folder, 'install');
    assert.ok(existsSync(path.join(folder, '.git/hooks/pre-commit')));
    stage(folder, { 'app.py': key });
    assert.ok(tryCommit(folder).isRefused);
    hook(folder, 'uninstall');
    assert.equal(existsSync(path.join(folder, '.git/hooks/pre-commit')), false);
  });

  it('respects core.hooksPath', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'config', 'core.hooksPath', 'tools/hooks');
    assert.match(hook(folder, 'install'), /tools\/hooks\/pre-commit/);
    stage(folder, { 'app.py': key });
    assert.ok(tryCommit(folder).isRefused);
    assert.doesNotMatch(readFileSync(path.join(folder, 'tools/hooks/pre-commit'), 'utf8'), new RegExp(root));
  });

  it("writes into husky's script, and takes its lines out again", () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'config', 'core.hooksPath', '.husky/_');
    // As husky 9 has them.
    writeFiles(folder, {
      '.husky/_/pre-commit': '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n',
      '.husky/_/h':
        '#!/usr/bin/env sh\nn=$(basename "$0")\ns=$(dirname "$(dirname "$0")")/$n\n[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\n',
      '.husky/pre-commit': 'echo ran > ran.txt',
    });
    chmodSync(path.join(folder, '.husky/_/pre-commit'), 0o755);
    assert.match(hook(folder, 'install'), /: \.husky\/pre-commit \(run by husky\)/);
    stage(folder, { 'app.py': key });
    assert.ok(tryCommit(folder).isRefused);
    stage(folder, { 'app.py': 'x = 3\n' });
    assert.equal(tryCommit(folder).isRefused, false);
    assert.ok(ranFile(folder));
    hook(folder, 'uninstall');
    assert.equal(readFileSync(path.join(folder, '.husky/pre-commit'), 'utf8'), 'echo ran > ran.txt');
  });

  it("keeps the first lines of husky's older scripts first", () => {
    const script = '#!/bin/sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpx lint-staged\n';
    assert.match(withBlock(script), /^#!\/bin\/sh\n\. "\$\(dirname -- "\$0"\)\/_\/husky\.sh"\n# api-key-guard: begin/);
    assert.equal(withoutBlock(withBlock(withBlock(script))), script);
  });

  it('gives lefthook a file of its own', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n', 'lefthook.yml': 'pre-commit:\n  commands: {}\n' });
    const script = '#!/bin/sh\ncall_lefthook run "pre-commit" "$@"\n';
    writeFileSync(path.join(folder, '.git/hooks/pre-commit'), script, { mode: 0o755 });
    assert.match(hook(folder, 'install'), /lefthook-local\.yml \(run by lefthook\)/);
    assert.match(readFileSync(path.join(folder, 'lefthook-local.yml'), 'utf8'), /api-key-guard\/pre-commit"\n$/);
    assert.equal(readFileSync(path.join(folder, '.git/hooks/pre-commit'), 'utf8'), script);
    hook(folder, 'uninstall');
    assert.equal(existsSync(path.join(folder, 'lefthook-local.yml')), false);
    writeFiles(folder, { 'lefthook-local.yml': 'pre-push: {}\n' });
    const run = runCommandLine(['hook', 'install'], { cwd: folder, environment: gitEnvironment });
    assert.equal(run.status, 2);
    assert.match(run.stderr, /lefthook-local\.yml is there already: add /);
    assert.equal(readFileSync(path.join(folder, 'lefthook-local.yml'), 'utf8'), 'pre-push: {}\n');
  });

  it('lets the pre-commit framework run it as the hook that was there before', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    const script = '#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\n';
    writeFileSync(path.join(folder, '.git/hooks/pre-commit'), script, { mode: 0o755 });
    assert.match(hook(folder, 'install'), /pre-commit\.legacy \(run by pre-commit\)/);
    assert.equal(readFileSync(path.join(folder, '.git/hooks/pre-commit'), 'utf8'), script);
    hook(folder, 'uninstall');
    assert.equal(existsSync(path.join(folder, '.git/hooks/pre-commit.legacy')), false);
  });

  describe('the check that it runs', () => {
    /** Runs the script with nothing but the basics on PATH. */
    function runCheck(folder: string, node: string, cli: string) {
      const file = path.join(folder, 'check.sh');
      writeFileSync(file, checkScript({ node, cli }));
      return spawnSync('/bin/sh', [file], { env: { PATH: folder }, encoding: 'utf8' });
    }

    const says = 'console.log(process.env.ELECTRON_RUN_AS_NODE, process.argv.slice(2).join(" "))';

    it("needs no Node on PATH, and survives an update of the extension's folder", () => {
      const name = 'api-key-guard.api-key-guard-0.2.0/dist/cli.js';
      const folder = temporaryFolder({ [`it's here/${name}`]: says });
      const installed = path.join(folder, "it's here", name.replace('0.2.0', '0.1.0'));
      const { status, stdout } = runCheck(folder, process.execPath, installed);
      assert.deepEqual([status, stdout], [0, '1 staged --quiet\n']);
    });

    it('refuses, and says why, when there is nothing left to run', () => {
      const folder = temporaryFolder();
      const { status, stderr } = runCheck(folder, '/nonexistent/node', path.join(folder, 'cli.js'));
      assert.equal(status, 2);
      assert.match(stderr, /no longer on this machine, so nothing was checked/);
    });
  });

  it('says in one line that hooks are switched off', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'config', 'core.hooksPath', '/dev/null');
    const run = runCommandLine(['hook', 'install'], { cwd: folder, environment: gitEnvironment });
    assert.deepEqual(
      [run.status, run.stderr],
      [2, 'api-key-guard: git runs no hooks here: core.hooksPath is /dev/null, which is no folder\n'],
    );
  });

  it('says in one line that there is no repository', () => {
    const folder = temporaryFolder();
    const run = runCommandLine(['hook', 'install'], { cwd: folder, environment: gitEnvironment });
    assert.deepEqual([run.status, run.stderr], [2, `api-key-guard: ${folder} is not in a git repository\n`]);
  });
});
