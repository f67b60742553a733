import { strict as assert } from 'node:assert';
import { appendFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commit, git, gitEnvironment, gitRepository, stage } from '../../support/git-repository';
import { runCommandLine } from '../../support/run-command-line';
import { removeTemporaryFolders, temporaryFolder, writeFiles } from '../../support/temporary-folder';

/** Fake, and different for each number. */
const key = (number: number): string => `API_KEY = "example-fake-key-000${number}"\n`;

interface Document {
  readonly findings: readonly {
    readonly file: string;
    readonly line: number;
    readonly new: boolean;
    readonly since: { readonly commit: string; readonly date: string } | null;
    readonly suppressed: { readonly reason: string } | null;
  }[];
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  readonly summary: { readonly files: number; readonly binary: number };
}

interface Outcome {
  readonly status: number | null;
  /** `file:line`, for what would be committed only. */
  readonly added: readonly string[];
  /** The same, for what was committed before. */
  readonly known: readonly string[];
  readonly document: Document;
}

function staged(folder: string, files: readonly string[] = [], environment: Record<string, string> = {}): Outcome {
  const run = runCommandLine(['staged', '--format', 'json', ...files], {
    cwd: folder,
    environment: { ...gitEnvironment, ...environment },
  });
  assert.equal(run.stderr, '');
  const document = JSON.parse(run.stdout) as Document;
  const places = (isNew: boolean) =>
    document.findings.filter((finding) => finding.new === isNew).map(({ file, line }) => `${file}:${line}`);
  return { status: run.status, added: places(true), known: places(false), document };
}

describe('staged', () => {
  afterEach(removeTemporaryFolders);

  it('finds a key before the first commit', () => {
    const folder = gitRepository();
    stage(folder, { 'app.py': `import os\n${key(1)}`, 'clean.py': 'x = 1\n' });
    const { status, added, document } = staged(folder);
    assert.deepEqual([status, added, document.summary.files], [1, ['app.py:2'], 2]);
  });

  it('lets a commit without a key pass', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    stage(folder, { 'app.py': 'import os\nAPI_KEY = os.environ["API_KEY"]\n' });
    assert.deepEqual([staged(folder).status, staged(folder).added], [0, []]);
  });

  it('passes when nothing is staged', () => {
    assert.equal(staged(gitRepository({ 'app.py': 'x = 1\n' })).status, 0);
  });

  it('reads the index, not the working file', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    stage(folder, { 'app.py': key(1) });
    writeFiles(folder, { 'app.py': 'x = 1\n' });
    assert.deepEqual(staged(folder).added, ['app.py:1']);
    git(folder, 'add', 'app.py');
    writeFiles(folder, { 'app.py': key(1) });
    assert.deepEqual(staged(folder).added, []);
  });

  it('does not refuse for a key that was committed before, and says since when', () => {
    const folder = gitRepository({ 'app.py': key(1) });
    stage(folder, { 'app.py': `# moved down\n${key(1)}` });
    const { status, known, document } = staged(folder);
    assert.deepEqual([status, known], [0, ['app.py:2']]);
    assert.deepEqual(document.findings[0]?.since, {
      commit: git(folder, 'log', '--format=%h').trim(),
      date: '2026-01-31',
      orEarlier: false,
    });
  });

  it('refuses a changed line, and says when its key was in history already', () => {
    const folder = gitRepository({ 'app.py': key(1) });
    const first = git(folder, 'log', '--format=%h').trim();
    commit(folder, { 'app.py': 'x = 1\n' });
    stage(folder, { 'app.py': key(1) });
    const { status, added, document } = staged(folder);
    assert.deepEqual([status, added, document.findings[0]?.since?.commit], [1, ['app.py:1'], first]);
  });

  it('knows a renamed file, and finds what was added to it', () => {
    const code = 'def view():\n    return 1\n'.repeat(20);
    const folder = gitRepository({ 'old.py': key(1) + code });
    renameSync(path.join(folder, 'old.py'), path.join(folder, 'new.py'));
    stage(folder, {});
    assert.deepEqual([staged(folder).added, staged(folder).known], [[], []]);
    appendFileSync(path.join(folder, 'new.py'), `OTHER_${key(2)}`);
    stage(folder, {});
    assert.deepEqual([staged(folder).added, staged(folder).known], [['new.py:42'], ['new.py:1']]);
  });

  it('reads the index of `git commit -a` and of `git commit <path>`', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n', 'other.py': 'x = 1\n' });
    writeFiles(folder, { 'app.py': key(1), 'other.py': key(2) });
    assert.deepEqual(staged(folder).added, []);
    const index = path.join(folder, '.git', 'next-index');
    const add = (...files: string[]) => {
      rmSync(index, { force: true });
      git(folder, 'read-tree', `--index-output=${index}`, 'HEAD');
      git(folder, '-c', 'core.hooksPath=/dev/null', 'add', ...files);
    };
    add('other.py');
    renameSync(path.join(folder, '.git', 'index'), index);
    git(folder, 'read-tree', 'HEAD');
    assert.deepEqual(staged(folder, [], { GIT_INDEX_FILE: '.git/next-index' }).added, ['other.py:1']);
  });

  it('works below the top of the repository', () => {
    const folder = gitRepository();
    stage(folder, { 'api/app.py': key(1), 'other.py': key(2) });
    assert.deepEqual(staged(path.join(folder, 'api')).added, ['api/app.py:1', 'other.py:1']);
  });

  it('works in a worktree', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'worktree', 'add', '--quiet', 'tree');
    stage(path.join(folder, 'tree'), { 'app.py': key(1) });
    assert.deepEqual(staged(path.join(folder, 'tree')).added, ['app.py:1']);
    assert.deepEqual(staged(folder).added, []);
  });

  it('passes over a submodule, and works in one', () => {
    const library = gitRepository({ 'library.py': key(1) });
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'submodule', '--quiet', 'add', library, 'library');
    git(folder, 'config', 'diff.submodule', 'diff');
    assert.deepEqual(staged(folder).added, []);
    stage(path.join(folder, 'library'), { 'more.py': key(2) });
    assert.deepEqual(staged(path.join(folder, 'library')).added, ['more.py:1']);
  });

  it('finds in a merge only what neither side had', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'checkout', '--quiet', '-b', 'side');
    commit(folder, { 'side.py': key(1), 'both.py': key(3) });
    git(folder, 'checkout', '--quiet', 'main');
    commit(folder, { 'app.py': 'x = 2\n' });
    git(folder, 'merge', '--quiet', '--no-commit', '--no-ff', 'side');
    assert.deepEqual([staged(folder).status, staged(folder).added], [0, []]);
    stage(folder, { 'both.py': `${key(3)}OTHER_${key(4)}` });
    const { status, added, known } = staged(folder);
    assert.deepEqual([status, added, known], [1, ['both.py:2'], ['both.py:1', 'side.py:1']]);
  });

  it('names a file with conflicts', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n' });
    git(folder, 'checkout', '--quiet', '-b', 'side');
    commit(folder, { 'app.py': 'x = 2\n' });
    git(folder, 'checkout', '--quiet', 'main');
    commit(folder, { 'app.py': 'x = 3\n' });
    assert.throws(() => git(folder, 'merge', '--quiet', 'side'));
    assert.deepEqual(staged(folder).document.unreadable, [
      { file: 'app.py', reason: 'has conflicts; nothing of it can be committed' },
    ]);
  });

  it('reads UTF-16 and Latin-1, and leaves pictures and pointers of git-lfs alone', () => {
    const folder = gitRepository({ 'was.env': Buffer.from(`\ufeff${key(5)}`, 'utf16le') });
    stage(folder, {
      '.env': Buffer.from(`\ufeffA=1\n${key(1)}`, 'utf16le'),
      'was.env': Buffer.from(`\ufeff${key(5)}OTHER_${key(6)}`, 'utf16le'),
      'latin.py': Buffer.concat([Buffer.from('# caf\xe9\n', 'latin1'), Buffer.from(key(2))]),
      'picture.png': Buffer.from('\x89PNG\0\0' + key(3), 'latin1'),
      'data.csv': `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a2146'.repeat(8)}\nsize 12345\n`,
    });
    const { added, known, document } = staged(folder);
    assert.deepEqual(added, ['.env:2', 'latin.py:2', 'was.env:2']);
    assert.deepEqual(known, ['was.env:1']);
    assert.equal(document.summary.binary, 2);
  });

  it('reads UTF-16 without its mark', () => {
    const folder = gitRepository();
    stage(folder, {
      '.env': Buffer.from(key(1), 'utf16le'),
      'start.ps1': Buffer.from(key(2), 'utf16le').swap16(),
    });
    assert.deepEqual(staged(folder).added, ['.env:1', 'start.ps1:1']);
  });

  it('lets pass what the baseline takes on, and no other key in its place', () => {
    const folder = gitRepository();
    writeFiles(folder, { 'app/keys.py': key(1) });
    assert.equal(runCommandLine(['baseline'], { cwd: folder, environment: gitEnvironment }).status, 0);
    stage(folder, {});
    const { status, document } = staged(folder);
    assert.deepEqual([status, document.findings.map(({ suppressed }) => suppressed?.reason)], [0, ['baseline']]);
    stage(folder, { 'app/keys.py': key(2) });
    assert.equal(staged(folder).status, 1);
  });

  it('reads what attributes hide from a diff', () => {
    const folder = gitRepository({ '.gitattributes': '*.ipynb -diff\n*.py binary\n' });
    stage(folder, { 'app.py': key(1) });
    assert.deepEqual(staged(folder).added, ['app.py:1']);
  });

  it('is not led astray by settings of git or by lines that look like a diff', () => {
    const folder = gitRepository({ 'app.py': 'x = 1\n\n\ny = 2\n' });
    const settings = { 'diff.noprefix': 'true', 'diff.suppressBlankEmpty': 'true', 'color.ui': 'always' };
    for (const [name, value] of Object.entries(settings)) git(folder, 'config', name, value);
    git(folder, 'config', 'diff.external', 'false');
    git(folder, 'config', 'core.quotePath', 'false');
    const text = `x = 1\n\n\n"""\n@@ -1 +1 @@\n-- \n++ b\ndiff --git a/a b/b\n\\ No newline\n"""\n${key(1)}`;
    stage(folder, { 'app.py': text.trimEnd() });
    assert.deepEqual(staged(folder).added, ['app.py:11']);
  });

  it('tells strange names as git does', () => {
    const folder = gitRepository();
    stage(folder, { 'two\nlines.py': key(1) });
    const odd = Buffer.concat([Buffer.from(`${folder}/odd-`), Buffer.from([0xff]), Buffer.from('.py')]);
    writeFileSync(odd, key(2));
    git(folder, 'add', '--all');
    assert.deepEqual(staged(folder).added, ['"odd-\\377.py":1', '"two\\nlines.py":1']);
  });

  it('names a large file, does not read it, and checks the rest', () => {
    const folder = gitRepository();
    stage(folder, { 'large.py': Buffer.alloc(100_000_000, `${'#'.repeat(79)}\n`), 'app.py': key(1) });
    const { added, document } = staged(folder);
    assert.deepEqual(added, ['app.py:1']);
    assert.deepEqual(document.unreadable, [{ file: 'large.py', reason: 'larger than 5 MB, not checked' }]);
  });

  it('follows no link', () => {
    const folder = gitRepository();
    const outside = temporaryFolder({ 'outside.py': key(1) });
    symlinkSync(path.join(outside, 'outside.py'), path.join(folder, 'link.py'));
    stage(folder, {});
    assert.deepEqual(staged(folder).added, []);
  });

  it('finds a key in a file that was a link', () => {
    const folder = gitRepository();
    symlinkSync('other.py', path.join(folder, 'app.py'));
    commit(folder, {});
    rmSync(path.join(folder, 'app.py'));
    stage(folder, { 'app.py': key(1) });
    assert.deepEqual(staged(folder).added, ['app.py:1']);
  });

  it('obeys a marker with its reason, and the configuration', () => {
    const folder = gitRepository();
    stage(folder, { 'app.py': `${key(1).trimEnd()}  # api-key-guard: ignore[hard-coded-key] of the sandbox\n` });
    const { status, document } = staged(folder);
    assert.deepEqual([status, document.findings[0]?.suppressed], [0, { reason: 'of the sandbox' }]);
    stage(folder, { 'app.py': key(1), '.api-key-guard.json': '{"rules": {"hard-coded-key": "warning"}}' });
    assert.equal(staged(folder).status, 0);
  });

  describe('with FILEs', () => {
    it('checks what is staged of them, and nothing else', () => {
      const folder = gitRepository({ 'app.py': key(1) });
      stage(folder, { 'app.py': `x = 1\n${key(1)}`, 'other.py': key(2) });
      assert.deepEqual([staged(folder, ['app.py']).status, staged(folder, ['app.py']).known], [0, ['app.py:2']]);
    });

    it('checks a file that is not staged whole, as on disk', () => {
      const folder = gitRepository({ 'app.py': key(1), 'api/view.py': key(2) });
      assert.deepEqual(staged(folder, ['app.py', 'api/view.py']).added, ['app.py:1', 'api/view.py:1']);
      assert.deepEqual(staged(path.join(folder, 'api'), ['view.py']).added, ['api/view.py:1']);
    });

    it('names one that is not there', () => {
      const folder = gitRepository({ 'app.py': 'x = 1\n' });
      assert.deepEqual(staged(folder, ['gone.py']).document.unreadable, [
        { file: 'gone.py', reason: 'does not exist' },
      ]);
    });
  });

  describe('as text', () => {
    const text = (folder: string, ...args: string[]) =>
      runCommandLine(['staged', ...args], { cwd: folder, environment: gitEnvironment });

    it('says where, what to do, and how to allow it, and no key', () => {
      const folder = gitRepository();
      stage(folder, { 'app.py': key(1) });
      const { stdout, status } = text(folder);
      assert.equal(status, 1);
      assert.match(stdout, /^app\.py:1:11 {2}✖ API_KEY is set to a key in the source: …\(21 chars\)/);
      assert.match(stdout, /✖ 1 key would be committed\.\n.*os\.environ\["API_KEY"\]/);
      assert.match(stdout, /# api-key-guard: ignore\[hard-coded-key\] <reason>/);
      assert.doesNotMatch(stdout, /fake-key/);
    });

    it('is silent with --quiet when there is nothing to put right', () => {
      const folder = gitRepository();
      stage(folder, { 'app.py': 'x = 1\n' });
      assert.equal(text(folder, '--quiet').stdout, '');
      assert.match(text(folder).stdout, /^✓ no key is staged · 1 file\n$/);
    });

    it('says what cannot be done in one line', () => {
      const folder = gitRepository({ 'app.py': 'x = 1\n' });
      const outside = temporaryFolder();
      const said = (at: string, environment = gitEnvironment) => {
        const { status, stderr, stdout } = runCommandLine(['staged'], { cwd: at, environment });
        assert.deepEqual([status, stdout], [2, '']);
        return stderr;
      };
      assert.equal(said(outside), `api-key-guard: ${outside} is not in a git repository\n`);
      assert.equal(
        said(folder, { ...gitEnvironment, PATH: '/nonexistent' }),
        'api-key-guard: git is not installed, or not on PATH\n',
      );
      writeFileSync(path.join(folder, '.git', 'index'), 'DIRC, but no index');
      assert.match(said(folder), /^api-key-guard: git failed: [^\n]+\n$/);
    });
  });
});
