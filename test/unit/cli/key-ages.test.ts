/** Since when a key that was found is in git's history: what `scan` says, and what a hover asks. */
import { strict as assert } from 'node:assert';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gitKeyAge } from '../../../src/server/git-key-age';
import { git, gitEnvironment, gitRepository } from '../../support/git-repository';
import { runCommandLine } from '../../support/run-command-line';
import { removeTemporaryFolders, temporaryFolder, writeFiles } from '../../support/temporary-folder';

const key = 'example-fake-key-0001';
const code = `API_KEY = "${key}"\n`;

describe('age of a key', () => {
  afterEach(removeTemporaryFolders);

  it('is said by scan, also below the top of the repository', () => {
    const folder = gitRepository({ 'api/app.py': code });
    writeFiles(folder, { 'api/new.py': 'API_KEY = "example-fake-key-0002"\n' });
    const commit = git(folder, 'log', '--format=%h').trim();
    const run = runCommandLine(['scan', 'api'], { cwd: folder, environment: gitEnvironment });
    assert.match(run.stdout, new RegExp(`in git since ${commit} of 2026-01-31`));
    assert.equal(run.stdout.split('in git since').length, 2, run.stdout);
  });

  it('is unknown outside of a repository, and scan goes on', () => {
    const folder = temporaryFolder({ 'app.py': code });
    const run = runCommandLine(['scan', '--format', 'json'], { cwd: folder, environment: gitEnvironment });
    const { findings } = JSON.parse(run.stdout) as { findings: { since: unknown }[] };
    assert.deepEqual([run.status, run.stderr, findings[0]?.since], [1, '', null]);
  });

  it('is found for the key under the pointer', async () => {
    const folder = gitRepository({ 'api/app.py': code });
    const root = pathToFileURL(path.join(folder, 'api')).toString();
    assert.equal((await gitKeyAge(root, 'app.py', key))?.date, '2026-01-31');
    assert.equal(await gitKeyAge(root, 'app.py', 'example-fake-key-0002'), undefined);
    assert.equal(await gitKeyAge(pathToFileURL(temporaryFolder()).toString(), 'app.py', key), undefined);
  });
});
