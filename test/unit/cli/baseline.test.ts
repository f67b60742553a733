import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { runCommandLine } from '../../support/run-command-line';
import { removeTemporaryFolders, temporaryFolder, writeFiles } from '../../support/temporary-folder';

const app = 'from flask import Flask\n\napp = Flask(__name__)\n';
const route = (name: string) => `\n\n@app.get("/${name}")\ndef ${name}():\n    return "${name}"\n`;
// In no provider's format, and assembled here only.
const fakeKey = ['q7Zk2mXv', '9RtB4nWs', '8LpD1cHy'].join('');
const baselineName = '.api-key-guard-baseline.json';

interface Scan {
  readonly findings: readonly { readonly rule: string; readonly suppressed: { readonly reason: string } | null }[];
  readonly score: number;
}

function scan(cwd: string, ...args: string[]): { status: number | null; scan: Scan } {
  const { status, stdout, stderr } = runCommandLine(['scan', '--format', 'json', ...args], { cwd });
  assert.equal(stderr, '');
  return { status, scan: JSON.parse(stdout) as Scan };
}

const reasons = ({ findings }: Scan) => findings.map(({ suppressed }) => suppressed?.reason ?? 'new');

function git(cwd: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd, stdio: 'pipe' });
}

describe('baseline', () => {
  afterEach(removeTemporaryFolders);

  it('excuses what was there, also after it moved, and nothing else', () => {
    const folder = temporaryFolder({ 'app.py': app + route('old'), 'pyproject.toml': '' });
    const before = scan(folder);
    assert.equal(before.status, 1);
    assert.equal(runCommandLine(['baseline'], { cwd: folder }).stdout, `${baselineName}: 1 finding\n`);
    writeFiles(folder, { 'app.py': `"""Moved."""\n\n\n${app}\n${route('old')}` });
    const moved = scan(folder);
    assert.deepEqual([moved.status, reasons(moved.scan), moved.scan.score], [0, ['baseline'], before.scan.score]);
    assert.equal(scan(folder, '--no-baseline').status, 1);
    writeFiles(folder, { 'app.py': app + route('fresh') + route('old') });
    const grown = scan(folder);
    assert.deepEqual([grown.status, reasons(grown.scan)], [1, ['new', 'baseline']]);
    const text = runCommandLine(['scan', '--fail-on', 'never'], { cwd: folder }).stdout;
    assert.ok(text.includes('compared with the baseline: 1 new, 1 known, 0 resolved'), text);
  });

  it('names what is resolved', () => {
    const folder = temporaryFolder({ 'app.py': app + route('old'), 'pyproject.toml': '' });
    runCommandLine(['baseline'], { cwd: folder });
    writeFiles(folder, { 'app.py': app });
    const { stdout } = runCommandLine(['scan', '--verbose'], { cwd: folder });
    assert.ok(stdout.includes('resolved: unprotected-route app.py old GET /old'), stdout);
  });

  it('holds no key, and does not excuse another one in its place', () => {
    const folder = temporaryFolder({ 'keys.py': `API_KEY = "${fakeKey}"\n`, 'pyproject.toml': '' });
    runCommandLine(['baseline'], { cwd: folder });
    assert.ok(!readFileSync(path.join(folder, baselineName), 'utf8').includes(fakeKey.slice(0, 6)));
    assert.equal(scan(folder).status, 0);
    writeFiles(folder, { 'keys.py': `API_KEY = '${fakeKey}'\n` });
    assert.equal(scan(folder).status, 0);
    writeFiles(folder, { 'keys.py': `API_KEY = "${fakeKey.slice(8) + fakeKey.slice(0, 8)}"\n` });
    assert.equal(scan(folder).status, 1);
  });

  it('is written the same twice, without lines, and keeps what was not looked at', () => {
    const folder = temporaryFolder({
      'a/app.py': app + route('one'),
      'b/app.py': app + route('two'),
      'pyproject.toml': '',
    });
    runCommandLine(['baseline'], { cwd: folder });
    const first = readFileSync(path.join(folder, baselineName), 'utf8');
    writeFiles(folder, { 'a/app.py': `\n\n${app}${route('one')}` });
    runCommandLine(['baseline', 'a'], { cwd: folder });
    assert.equal(readFileSync(path.join(folder, baselineName), 'utf8'), first);
    assert.equal(scan(folder, 'b').status, 0);
  });

  it('says in one line what is wrong with a file', () => {
    const folder = temporaryFolder({ 'app.py': app, 'broken.json': '{"version": 2}' });
    const { status, stderr } = runCommandLine(['scan', '--baseline', 'broken.json'], { cwd: folder });
    assert.equal(status, 2);
    assert.match(stderr, /^api-key-guard: broken\.json: not a baseline of version 1; write it again with: .*\n$/);
  });
});

describe('--new-since', () => {
  afterEach(removeTemporaryFolders);

  it('counts what a revision did not have, through renames, without touching the working tree', () => {
    const folder = temporaryFolder({ 'app.py': app + route('old'), 'other.py': app + route('moved') });
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'add', '.');
    git(folder, 'commit', '-qm', 'first');
    assert.equal(scan(folder, '--new-since', 'main').status, 0);
    renameSync(path.join(folder, 'other.py'), path.join(folder, 'renamed.py'));
    git(folder, 'add', '-A');
    writeFiles(folder, { 'app.py': app + route('fresh') + route('old') });
    const { status, scan: result } = scan(folder, '--new-since', 'main');
    assert.deepEqual([status, reasons(result)], [1, ['new', 'already in main', 'already in main']]);
  });

  it('says what to do about an unknown revision', () => {
    const folder = temporaryFolder({ 'app.py': app });
    git(folder, 'init', '-q');
    const { status, stderr } = runCommandLine(['scan', '--new-since', 'nowhere'], { cwd: folder });
    assert.equal(status, 2);
    assert.match(stderr, /^api-key-guard: git knows no revision "nowhere" .*fetch it first.*\n$/);
  });
});

describe('scan --output and --min-score', () => {
  afterEach(removeTemporaryFolders);

  it('writes the formats of the endings, and text to the terminal, each with the file names that its readers want', () => {
    const folder = temporaryFolder({ 'shop/app.py': app + route('old'), 'shop/pyproject.toml': '' });
    const files = [
      ['out.sarif', '{\n  "$schema"', '"shop/app.py"'],
      ['out.html', '<!doctype html>', 'shop/app.py:7'],
      ['out.md', '<!-- api-key-guard -->', 'shop/app.py:7'],
      ['out.json', '{\n  "version": 1,\n  "findings"', '"file": "app.py"'],
    ] as const;
    const outputs = files.flatMap(([name]) => ['-o', name]);
    const { stdout } = runCommandLine(['scan', 'shop', ...outputs], { cwd: folder });
    assert.ok(stdout.startsWith('shop/app.py\n') && stdout.includes('score 0/100'), stdout);
    for (const [name, start, place] of files) {
      const report = readFileSync(path.join(folder, name), 'utf8');
      assert.ok(report.startsWith(start) && report.includes(place), name);
    }
  });

  it('fails below the score, and not at it', () => {
    const folder = temporaryFolder({ 'app.py': app + route('old') });
    const run = (score: string) =>
      runCommandLine(['scan', '--fail-on', 'never', '--min-score', score], { cwd: folder });
    assert.equal(run('0').status, 0);
    assert.equal(run('1').status, 1);
    assert.equal(run('1').stderr, 'api-key-guard: the score 0 is below 1\n');
    assert.equal(run('many').status, 2);
  });
});
