import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseConfiguration } from '../../../src/workspace/configuration';
import { findConfiguration } from '../../../src/workspace/find-configuration';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

const toml = (text: string) => parseConfiguration('pyproject.toml', text);
const json = (value: unknown) => parseConfiguration('.api-key-guard.json', JSON.stringify(value));

describe('parseConfiguration', () => {
  it('reads the same settings from TOML and JSON', () => {
    const settings = { guardName: 'need_key', publicRoutes: ['/health'], rules: { 'unprotected-route': 'warning' } };
    const table = '[tool.api-key-guard]\nguard-name = "need_key"\npublic-routes = ["/health"]\n';
    const rules = '[tool.api-key-guard.rules]\nunprotected-route = "warning"\n';
    assert.deepEqual(toml(table + rules), { settings, problems: [] });
    assert.deepEqual(json({ $schema: './schema.json', ...settings }), { settings, problems: [] });
  });

  it("reads what other packages' guards do, and names a strength that there is not", () => {
    const providers = { 'acme_auth.requires_login': 'validated', 'acme_auth.verify()': 'optional' };
    assert.deepEqual(json({ providers }), { settings: { providers }, problems: [] });
    assert.match(
      String(json({ providers: { 'acme_auth.verify()': 'strong' } })?.problems[0]),
      /"providers" gives acme_auth\.verify\(\) the strength "strong": use one of validated, present, optional$/,
    );
  });

  it('has nothing to say about a project that does not mention the tool', () => {
    assert.equal(toml('[project]\nname = "x"\n'), undefined);
    assert.equal(toml('[project\nbroken'), undefined);
  });

  it('names a syntax error with its place', () => {
    assert.deepEqual(toml('[tool.api-key-guard]\nguard-name = \n')?.problems.length, 1);
    assert.match(String(toml('[tool.api-key-guard]\nguard-name = \n')?.problems[0]), /^pyproject\.toml:2:\d+: /);
    assert.match(
      String(parseConfiguration('.api-key-guard.json', '{,}')?.problems[0]),
      /^\.api-key-guard\.json: .*JSON/,
    );
  });

  it('names unknown settings and wrong values, and keeps the right ones', () => {
    const read = json({
      guardName: 7,
      publicRoutes: '/health',
      rules: { x: 'loud' },
      colour: 'red',
      headerName: 'Key',
    });
    assert.deepEqual(read?.settings, { headerName: 'Key' });
    assert.deepEqual(
      read.problems.map((line) => line.replace(/ \(known.*/, '')),
      [
        '.api-key-guard.json: "guardName" must be a string',
        '.api-key-guard.json: "publicRoutes" must be a list of strings',
        '.api-key-guard.json: "rules" gives x the severity "loud": use one of error, warning, info, off',
        '.api-key-guard.json: unknown setting "colour"',
      ],
    );
    assert.deepEqual(json([1])?.problems, ['.api-key-guard.json: expected a table of settings']);
  });
});

describe('findConfiguration', () => {
  afterEach(removeTemporaryFolders);

  it('takes the nearest file, up to the top of the repository', () => {
    const root = temporaryFolder({
      '.api-key-guard.json': '{"guardName": "too_far"}',
      'repo/pyproject.toml': '[tool.api-key-guard]\nguard-name = "top"\n',
      'repo/service/pyproject.toml': '[project]\nname = "service"\n',
      'repo/other/.api-key-guard.json': '{"guardName": "near"}',
      'bare/a.py': '',
    });
    mkdirSync(path.join(root, 'repo', '.git'));
    mkdirSync(path.join(root, 'bare', '.git'));
    assert.equal(findConfiguration(path.join(root, 'repo', 'service')).settings.guardName, 'top');
    assert.equal(findConfiguration(path.join(root, 'repo', 'other')).settings.guardName, 'near');
    assert.deepEqual(findConfiguration(path.join(root, 'bare')), { settings: {}, problems: [] });
  });
});
