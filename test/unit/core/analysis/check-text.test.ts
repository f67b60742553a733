import assert from 'node:assert/strict';
import { checkText } from '../../../../src/core/analysis/check-text';
import { defaultSettings } from '../../../../src/core/analysis/settings';
import { createPythonParser } from '../../../../src/core/python/parser';
import { readParserBinaries } from '../../../../src/workspace/parser-binaries';
import { createSession } from '../../../support/session';

const text = [
  'API_KEY = "example-fake-key-0001"',
  'OTHER_API_KEY = "example-fake-key-0002"  # api-key-guard: ignore[hard-coded-key] sandbox',
  '',
].join('\n');

describe('one text alone', () => {
  it('gives the findings that a session gives of the same file', async () => {
    const parser = await createPythonParser(readParserBinaries());
    const session = await createSession();
    session.setText('app.py', text);
    const found = checkText('app.py', text, parser, defaultSettings);
    assert.deepEqual(found, session.analyse().findings);
    assert.deepEqual(
      found.map(({ rule, suppressed }) => [rule, suppressed?.reason]),
      [
        ['hard-coded-key', undefined],
        ['hard-coded-key', 'sandbox'],
      ],
    );
  });

  it('obeys the severity that was configured', async () => {
    const parser = await createPythonParser(readParserBinaries());
    const severities = (rules: Record<string, 'warning' | 'off'>) =>
      checkText('app.py', text, parser, { ...defaultSettings, rules }).map(({ severity }) => severity);
    assert.deepEqual(severities({ 'hard-coded-key': 'warning' }), ['warning', 'warning']);
    assert.deepEqual(severities({ 'hard-coded-key': 'off' }), []);
  });

  it('lets pass what the settings allow: files by globs, keys by how they look', async () => {
    const parser = await createPythonParser(readParserBinaries());
    const allowed = (settings: { allowedKeyFiles?: string[]; allowedKeys?: string[] }, file: string) =>
      checkText(file, text.replace('# api', '# no'), parser, { ...defaultSettings, ...settings }).map(
        ({ suppressed }) => suppressed?.reason,
      );
    assert.deepEqual(allowed({}, 'app.py'), [undefined, undefined]);
    for (const allowedKeyFiles of [['app.py'], ['**/app.py'], ['*.py']])
      assert.deepEqual(allowed({ allowedKeyFiles }, 'app.py'), Array(2).fill('allowedKeyFiles setting'));
    for (const allowedKeyFiles of [['data/**'], ['*.py'], ['shop/**']])
      assert.deepEqual(allowed({ allowedKeyFiles }, 'src/app.py'), [undefined, undefined]);
    for (const allowedKeys of [['Example-Fake-*'], ['*fake*'], ['*-key-000*'], ['*1', '*2']])
      assert.deepEqual(allowed({ allowedKeys }, 'app.py'), Array(2).fill('allowedKeys setting'), String(allowedKeys));
    assert.deepEqual(allowed({ allowedKeys: ['example-fake-key-0002'] }, 'app.py'), [undefined, 'allowedKeys setting']);
    for (const allowedKeys of [['fake'], ['example-*-key'], ['*fake*example*'], ['']])
      assert.deepEqual(allowed({ allowedKeys }, 'app.py'), [undefined, undefined], String(allowedKeys));
  });
});
