/** `scan --fix`: what it changes, what it leaves alone, and that a second run has nothing to do. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { writeChanged } from '../../../src/workspace/write-source';
import { guardModule as auth } from '../../support/guard-module';
import { runCommandLine } from '../../support/run-command-line';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

const app = 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/a")\ndef a():\n    return "a"\n';
const fixedApp =
  'from flask import Flask\n\nfrom auth import require_api_key\n\napp = Flask(__name__)\n\n\n@app.get("/a")\n@require_api_key\ndef a():\n    return "a"\n';

describe('scan --fix', () => {
  afterEach(removeTemporaryFolders);

  it('applies the safe fixes, says which, and reports what remains', () => {
    const folder = temporaryFolder({ 'auth.py': auth, 'app.py': app, 'pyproject.toml': '' });
    const run = runCommandLine(['scan', '--fix', '.'], { cwd: folder });
    assert.equal(run.stderr, 'fixed app.py:7  Guard with @require_api_key  unprotected-route\n');
    assert.match(run.stdout, /no findings · 1 of 1 route guarded/);
    assert.equal(run.status, 0);
    assert.equal(readFileSync(path.join(folder, 'app.py'), 'utf8'), fixedApp);
    const again = runCommandLine(['scan', '--fix', '.'], { cwd: folder });
    assert.equal(again.stderr, '');
    assert.equal(readFileSync(path.join(folder, 'app.py'), 'utf8'), fixedApp);
  });

  it('leaves what needs a decision, and files that were not asked for', () => {
    const folder = temporaryFolder({ 'app.py': app, 'pyproject.toml': '' });
    const run = runCommandLine(['scan', '--fix', '.'], { cwd: folder });
    assert.equal(run.status, 1);
    assert.equal(run.stderr, '');
    assert.equal(readFileSync(path.join(folder, 'app.py'), 'utf8'), app);
    const other = temporaryFolder({ 'auth.py': auth, 'app.py': app, 'pyproject.toml': '' });
    runCommandLine(['scan', '--fix', 'auth.py'], { cwd: other });
    assert.equal(readFileSync(path.join(other, 'app.py'), 'utf8'), app);
  });

  it('keeps the byte order mark, Windows line ends and the mode', () => {
    const windows = `\ufeff${app.replaceAll('\n', '\r\n')}`;
    const folder = temporaryFolder({ 'auth.py': auth, 'app.py': windows, 'pyproject.toml': '' });
    const file = path.join(folder, 'app.py');
    chmodSync(file, 0o750);
    runCommandLine(['scan', '--fix', '.'], { cwd: folder });
    assert.equal(readFileSync(file, 'utf8'), `\ufeff${fixedApp.replaceAll('\n', '\r\n')}`);
    assert.equal(statSync(file).mode & 0o777, 0o750);
  });
});

describe('writeChanged', () => {
  afterEach(removeTemporaryFolders);

  it('refuses a file that changed since it was read, one in another encoding, and a link', () => {
    const latin = Buffer.from('# -*- coding: latin-1 -*-\nNAME = "\xe9"\n', 'latin1');
    const folder = temporaryFolder({ 'a.py': 'A = 2\n', 'latin.py': latin });
    symlinkSync(path.join(folder, 'a.py'), path.join(folder, 'link.py'));
    assert.match(writeChanged(folder, 'a.py', 'A = 1\n', 'A = 3\n') ?? '', /changed since it was read/);
    assert.match(writeChanged(folder, 'latin.py', latin.toString('latin1'), 'x') ?? '', /not encoded in UTF-8/);
    assert.match(writeChanged(folder, 'link.py', 'A = 2\n', 'A = 3\n') ?? '', /not a regular file/);
    assert.equal(readFileSync(path.join(folder, 'a.py'), 'utf8'), 'A = 2\n');
  });

  it('refuses what lies outside of the project', () => {
    const folder = temporaryFolder({ 'inner/b.py': '', 'a.py': 'A = 1\n' });
    const reason = writeChanged(path.join(folder, 'inner'), '../a.py', 'A = 1\n', 'A = 2\n');
    assert.match(reason ?? '', /outside of the project/);
  });
});
