import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isPythonFile } from '../../../src/core/python/python-file';
import { type WalkedEntry, walkFiles } from '../../../src/workspace/walk';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

function walk(root: string): readonly WalkedEntry[] {
  return [...walkFiles(root, isPythonFile)];
}

function names(root: string): readonly string[] {
  return walk(root).map(({ file, reason }) => (reason === undefined ? file : `${file}: ${reason}`));
}

describe('walkFiles', () => {
  afterEach(removeTemporaryFolders);

  it('finds Python files, sorted, and nothing else', () => {
    const root = temporaryFolder({
      'b.py': '',
      'a.py': '',
      'pkg/z.py': '',
      'pkg/a.pyw': '',
      'README.md': '',
      'x.pyc': '',
    });
    assert.deepEqual(names(root), ['a.py', 'b.py', 'pkg/a.pyw', 'pkg/z.py']);
  });

  it('leaves out dependencies, environments and caches', () => {
    const root = temporaryFolder({
      'app.py': '',
      'node_modules/x/gyp.py': '',
      'venv/lib/python3/site-packages/flask/app.py': '',
      'my-env/pyvenv.cfg': '',
      'my-env/lib/os.py': '',
      'conda/conda-meta/history': '',
      'conda/lib/os.py': '',
      'libs/Flask-3.1.0.dist-info/METADATA': '',
      'libs/flask/app.py': '',
      '.git/hooks/hook.py': '',
      '__pycache__/app.py': '',
      'dist/app.py': '',
    });
    assert.deepEqual(names(root), ['app.py']);
  });

  it('looks into an environment when it was asked for by name', () => {
    assert.deepEqual(names(temporaryFolder({ 'pyvenv.cfg': '', 'a.py': '' })), ['a.py']);
  });

  it('ignores just what git ignores', () => {
    const root = temporaryFolder({
      '.gitignore':
        'generated/\n*.tmp.py\n/only-top.py\n!keep.tmp.py\nlogs/*\n!logs/app.py\n# comment\nspaced \\ name.py\n',
      'app.py': '',
      'only-top.py': '',
      'sub/only-top.py': '',
      'sub/x.tmp.py': '',
      'sub/keep.tmp.py': '',
      'sub/.gitignore': 'local.py\n!x.tmp.py\n',
      'sub/local.py': '',
      'sub/generated/a.py': '',
      'other/local.py': '',
      'logs/app.py': '',
      'logs/b.py': '',
    });
    execFileSync('git', ['init', '-q'], { cwd: root });
    const git = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '*.py'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.deepEqual([...names(root)].sort(), git.trim().split('\n').sort());
  });

  it('obeys the rules of the repository above, unless they hide the root itself', () => {
    const root = temporaryFolder({
      '.gitignore': 'skip.py\n.cache/\n',
      'api/skip.py': '',
      'api/a.py': '',
      '.cache/tree/a.py': '',
    });
    mkdirSync(path.join(root, '.git'));
    assert.deepEqual(names(path.join(root, 'api')), ['a.py']);
    assert.deepEqual(names(path.join(root, '.cache', 'tree')), ['a.py']);
  });

  it('ends on link loops and follows no link', () => {
    const root = temporaryFolder({ 'app/a.py': '' });
    symlinkSync('..', path.join(root, 'app', 'up'));
    symlinkSync('.', path.join(root, 'self'));
    symlinkSync('loop.py', path.join(root, 'loop.py'));
    symlinkSync('app/a.py', path.join(root, 'same.py'));
    assert.deepEqual(names(root), ['loop.py: a link that leads to itself', 'app/a.py']);
  });

  it('names links that lead out of the workspace, and broken ones', () => {
    const outside = temporaryFolder({ 'secret.py': '', 'deep/a.py': '' });
    const root = temporaryFolder({ 'a.py': '' });
    symlinkSync(path.join(outside, 'secret.py'), path.join(root, 'b.py'));
    symlinkSync(path.join(outside, 'deep'), path.join(root, 'folder'));
    symlinkSync('nothing.py', path.join(root, 'c.py'));
    symlinkSync('user@host.1:2', path.join(root, '.#a.py'));
    assert.deepEqual(names(root), ['a.py', 'b.py: a link out of the workspace', 'c.py: a link to nothing']);
  });

  it('names what only looks like a file', () => {
    const root = temporaryFolder();
    execFileSync('mkfifo', [path.join(root, 'pipe.py')]);
    mkdirSync(path.join(root, 'folder.py'));
    assert.deepEqual(names(root), ['pipe.py: not a regular file']);
  });

  it('ends on a tree that is deeper than any real one', () => {
    const root = temporaryFolder({ [`${'d/'.repeat(80)}deep.py`]: '' });
    assert.match(names(root).join(), /^(d\/)*d: nested too deep$/);
  });
});
