/** Moves every key literal of these texts to the environment: the code compiles and reads the variable, and the finding is gone. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { applyEdits } from '../../../../support/apply-edits';
import { createSession } from '../../../../support/session';

const key = 'q7Zp2vX9Lm4Tr8Wk1Nc6';
const other = 'Wk1Nc6q7Zp2vX9Lm4Tr8';

/** The texts after the fix of one kind for the first key of `app.py`; undefined when it is not offered. */
async function fixed(
  files: Readonly<Record<string, string>>,
  kind = 'move-to-environment',
): Promise<Map<string, string> | undefined> {
  const session = await createSession();
  const texts = new Map(Object.entries(files));
  for (const [file, text] of texts) session.setText(file, text);
  const [finding] = session.analyse().findings.filter((one) => one.file === 'app.py');
  assert.ok(finding, 'no key is found');
  const fix = session.fixes(finding).find((one) => one.kind === kind);
  if (!fix) return undefined;
  const after = applyEdits(texts, fix.edits);
  compile(after.get('app.py') ?? '');
  return after;
}

function compile(text: string): void {
  const run = spawnSync('python3', ['-c', 'import sys; compile(sys.stdin.read(), "app.py", "exec")'], {
    input: text,
    encoding: 'utf8',
  });
  assert.equal(run.stderr, '', text);
}

async function moves(before: string, after: string, variable = 'API_KEY'): Promise<void> {
  const result = await fixed({ 'app.py': before });
  assert.equal(result?.get('app.py'), after);
  assert.equal(result.get('.env.example'), `${variable}=\n`);
  const session = await createSession();
  for (const [file, text] of result) session.setText(file, text);
  assert.deepEqual(session.analyse().findings, []);
}

describe('move to the environment', function () {
  this.timeout(20_000);

  it('reads a constant from the environment, with the import in its place', async () => {
    await moves(`API_KEY = "${key}"\n`, 'import os\n\nAPI_KEY = os.environ["API_KEY"]\n');
    await moves(
      `"""Docs."""\nimport sys\n\nfrom flask import Flask\n\nserviceApiKey = "${key}"\n`,
      '"""Docs."""\nimport os\nimport sys\n\nfrom flask import Flask\n\nserviceApiKey = os.environ["SERVICE_API_KEY"]\n',
      'SERVICE_API_KEY',
    );
  });

  it('reads the whole address that a password stands in', async () => {
    const address = `postgres://app:${key}@db.example.org/shop`;
    const named = 'SQLALCHEMY_DATABASE_URI';
    await moves(
      `import os\napp.config["${named}"] = "${address}"\n`,
      `import os\napp.config["${named}"] = os.environ["${named}"]\n`,
      named,
    );
    await moves(
      `import os\nurl = os.environ.get("DATABASE_URL", "${address}")\n`,
      'import os\nurl = os.environ["DATABASE_URL"]\n',
      'DATABASE_URL',
    );
    assert.equal(await fixed({ 'app.py': `connect("${address}")\n` }), undefined);
    assert.equal(await fixed({ 'app.py': `url = f"postgres://app:${key}@{host}/shop"\n` }), undefined);
  });

  it('lets an option of argparse be left out only where the variable is set', async () => {
    const before = (rest: string) =>
      `import argparse\nimport os\nparser = argparse.ArgumentParser()\nparser.add_argument("--api-key"${rest})\n`;
    await moves(
      before(`, default="${key}", help="?"`),
      before(', default=os.environ.get("API_KEY"), required="API_KEY" not in os.environ, help="?"'),
    );
    await moves(before(`, required=True, default="${key}"`), before(', required=True'));
    assert.equal(await fixed({ 'app.py': before(`, nargs="?", default="${key}"`) }), undefined);
  });

  it('stops where a choice, or a default for the whole program, was a key', async () => {
    await moves(`import os\nos.environ.setdefault("API_KEY", "${key}")\n`, 'import os\nos.environ["API_KEY"]\n');
    await moves(
      `import os\nSERVICE_KEY = os.environ["API_KEY"] if "API_KEY" in os.environ else "${key}"\nAPI_KEY = SERVICE_KEY\n`,
      'import os\nSERVICE_KEY = os.environ["API_KEY"]\nAPI_KEY = SERVICE_KEY\n',
    );
    assert.equal(
      await fixed({ 'app.py': `import os\nAPI_KEY = os.getenv("API_KEY")\nif not API_KEY:\n    API_KEY = "${key}"\n` }),
      undefined,
    );
  });

  it("uses the file's own way to the environment", async () => {
    await moves(
      `import os as system\nAPI_KEY = "${key}"\n`,
      'import os as system\nAPI_KEY = system.environ["API_KEY"]\n',
    );
    await moves(
      `from os import environ\nAPI_KEY = "${key}"\n`,
      'from os import environ\nAPI_KEY = environ["API_KEY"]\n',
    );
  });

  it('splits a variable where a collection stood', async () => {
    const parts = 'key for key in os.environ["API_KEYS"].split(",") if key';
    const list = `"${key}", "${other}"`;
    await moves(`import os\nAPI_KEYS = {${list}}\n`, `import os\nAPI_KEYS = {${parts}}\n`, 'API_KEYS');
    await moves(`import os\nAPI_KEYS = [\n    ${list},\n]\n`, `import os\nAPI_KEYS = [${parts}]\n`, 'API_KEYS');
    await moves(`import os\nAPI_KEYS = (${list})\n`, `import os\nAPI_KEYS = tuple(${parts})\n`, 'API_KEYS');
    await moves(
      `import os\nAPI_KEYS = frozenset({${list}})\n`,
      `import os\nAPI_KEYS = frozenset({${parts}})\n`,
      'API_KEYS',
    );
  });

  it('drops fallbacks, keeps bytes and schemes', async () => {
    await moves(`import os\nA = os.getenv("API_KEY", "${key}")\n`, 'import os\nA = os.environ["API_KEY"]\n');
    await moves(`import os\nA = os.environ.get("API_KEY") or "${key}"\n`, 'import os\nA = os.environ["API_KEY"]\n');
    await moves(`import os\nAPI_KEY = b"${key}"\n`, 'import os\nAPI_KEY = os.environ["API_KEY"].encode()\n');
    await moves(
      `import os\nheaders = {"Authorization": "Bearer ${key}"}\n`,
      'import os\nheaders = {"Authorization": "Bearer " + os.environ["API_TOKEN"]}\n',
      'API_TOKEN',
    );
  });

  it('keeps line ends and gives two keys two variables', async () => {
    const result = await fixed({
      'app.py': `import os\r\n\r\nAPI_KEY = "${key}"\r\n`,
      '.env.example': 'DEBUG=',
      '.gitignore': 'dist/\r\n',
    });
    assert.equal(result?.get('app.py'), 'import os\r\n\r\nAPI_KEY = os.environ["API_KEY"]\r\n');
    assert.equal(result.get('.env.example'), 'DEBUG=\nAPI_KEY=\n');
    assert.equal(result.get('.gitignore'), 'dist/\r\n.env\r\n');
    const second = await fixed({
      'app.py': `API_KEY = "${other}"\n`,
      '.env.example': 'API_KEY=\n',
      '.gitignore': '*.env\n',
    });
    assert.match(second?.get('app.py') ?? '', /os\.environ\["API_KEY_2"\]/);
    assert.equal(second?.get('.gitignore'), '*.env\n');
  });

  it('writes the key to .env only in a fix of its own, and replaces nothing there', async () => {
    const files = { 'app.py': `API_KEYS = ["${key}", "${other}"]\n`, '.env': 'DEBUG=1\n', '.gitignore': '.env\n' };
    assert.equal((await fixed(files))?.get('.env'), 'DEBUG=1\n');
    const kept = await fixed(files, 'move-to-environment-file');
    assert.equal(kept?.get('.env'), `DEBUG=1\nAPI_KEYS=${key},${other}\n`);
    const taken = await fixed({ ...files, '.env': 'API_KEYS=mine\n' }, 'move-to-environment-file');
    assert.match(taken?.get('app.py') ?? '', /API_KEYS_2/);
    assert.equal(taken?.get('.env'), `API_KEYS=mine\nAPI_KEYS_2=${key},${other}\n`);
  });

  it('reads joined texts, and the text between the holes of an f-string', async () => {
    await moves(`API_KEY = "${key}" + "${other}"\n`, 'import os\n\nAPI_KEY = os.environ["API_KEY"]\n');
    await moves(
      `import os\nAPI_KEY = f"${key}{suffix}"\n`,
      `import os\nAPI_KEY = f"{os.environ['API_KEY']}{suffix}"\n`,
    );
    await moves(
      `import os\nheaders = {"X-API-Key": f'{prefix}-${key}'}\n`,
      `import os\nheaders = {"X-API-Key": f'{prefix}-{os.environ["API_KEY"]}'}\n`,
    );
  });

  it("drops the fallbacks of options, of settings and of settings' libraries", async () => {
    await moves(
      `@click.option("--api-key", default="${key}", help="The key.")\ndef run(api_key): ...\n`,
      '@click.option("--api-key", envvar="API_KEY", required=True, help="The key.")\ndef run(api_key): ...\n',
    );
    await moves(
      `@click.option("--api-key", envvar="MY_KEY", default="${key}")\ndef run(api_key): ...\n`,
      '@click.option("--api-key", envvar="MY_KEY", required=True)\ndef run(api_key): ...\n',
      'MY_KEY',
    );
    await moves(
      `import os\nA = app.config.get("API_KEY", "${key}")\n`,
      'import os\nA = app.config.get("API_KEY") or os.environ["API_KEY"]\n',
    );
    await moves(
      `import os\nA = settings.get("api_key", "${key}").encode()\n`,
      'import os\nA = (settings.get("api_key") or os.environ["API_KEY"]).encode()\n',
    );
    await moves(`A = config("API_KEY", default="${key}")\n`, 'A = config("API_KEY")\n');
    await moves(`A = env.str("API_KEY", "${key}")\n`, 'A = env.str("API_KEY")\n');
  });

  it('is not offered where the key is a part of an expression that has no plain other form', async () => {
    assert.equal(await fixed({ 'app.py': `API_KEY = f"{name}" "${key}"\n` }), undefined);
    assert.equal(await fixed({ 'app.py': `API_KEY = b"${key}" + b"${other}"\n` }), undefined);
    assert.equal(await fixed({ 'app.py': `API_TOKENS = {"alice": "${key}"}\n` }), undefined);
  });

  it('reads the variable that .env holds the key in already', async () => {
    const files = { 'app.py': `API_KEY = "${key}"\n`, '.env': `SERVICE_KEY='${key}'\n`, '.gitignore': '.env\n' };
    const after = await fixed(files);
    assert.match(after?.get('app.py') ?? '', /os\.environ\["SERVICE_KEY"\]/);
    assert.equal(after?.get('.env.example'), 'SERVICE_KEY=\n');
    assert.equal(await fixed(files, 'move-to-environment-file'), undefined);
  });

  it('moves a key that only a guard in another file makes one', async () => {
    const guard =
      'from flask import request\nfrom app import VALID\n\n\ndef check():\n    return request.headers.get("X-API-Key") == VALID\n';
    const after = await fixed({ 'app.py': 'VALID = "alpha-one"\n', 'guard.py': guard });
    assert.equal(after?.get('app.py'), 'import os\n\nVALID = os.environ["VALID"]\n');
  });
});

describe('move to the environment from files of other formats', () => {
  async function after(
    file: string,
    text: string,
    kind = 'move-to-environment',
  ): Promise<Map<string, string> | undefined> {
    const session = await createSession();
    session.setText(file, text);
    const [finding] = session.analyse().findings;
    assert.ok(finding, 'no key is found');
    const fix = session.fixes(finding).find((one) => one.kind === kind);
    return fix && applyEdits(new Map([[file, text]]), fix.edits);
  }

  it('lets compose ask for it', async () => {
    const text = `services:\n  web:\n    environment:\n      - API_KEY=${key}\n`;
    const result = await after('compose.yaml', text);
    assert.equal(result?.get('compose.yaml'), text.replace(key, '${API_KEY:?}'));
    assert.equal(result.get('.env.example'), 'API_KEY=\n');
    const kept = await after(
      'docker-compose.prod.yml',
      text.replace('- API_KEY=', 'API_KEY: '),
      'move-to-environment-file',
    );
    assert.match(kept?.get('docker-compose.prod.yml') ?? '', /API_KEY: \$\{API_KEY:\?\}\n/);
    assert.equal(kept?.get('.env'), `API_KEY=${key}\n`);
  });

  it('lets a workflow read the secrets of its repository', async () => {
    const text = `env:\n  API_KEY: "${key}"\n`;
    const result = await after('.github/workflows/test.yml', text);
    assert.deepEqual(
      [...(result ?? [])],
      [['.github/workflows/test.yml', text.replace(key, '${{ secrets.API_KEY }}')]],
    );
    assert.equal(await after('.github/workflows/test.yml', text, 'move-to-environment-file'), undefined);
  });

  it('lets a shell script ask for it, where the key is the whole value', async () => {
    for (const [before, then] of [
      [`export API_KEY="${key}"\n`, 'export API_KEY="${API_KEY:?}"\n'],
      [`API_KEY='${key}'\n`, 'API_KEY="${API_KEY:?}"\n'],
      [`api_key=${key}; run\n`, 'api_key="${API_KEY:?}"; run\n'],
    ] as const) {
      const result = await after('start.sh', before);
      assert.equal(result?.get('start.sh'), then);
      assert.equal(result.get('.env.example'), 'API_KEY=\n');
    }
    assert.equal(await after('start.sh', `cat <<EOF\nAPI_KEY=${key}\nEOF\n`), undefined);
    assert.equal(await after('start.sh', `# API_KEY=${key}\n`), undefined);
  });

  it('lets a shell script ask for a part of a word, in any quotes', async () => {
    for (const [before, word] of [
      [`curl -H 'X-API-Key: ${key}' x\n`, `X-API-Key: ${other}`],
      [`curl -H "X-API-Key: ${key}" x\n`, `X-API-Key: ${other}`],
      [`curl -u alice:${key} x\n`, `alice:${other}`],
      [`curl -u 'alice:${key}' x\n`, `alice:${other}`],
      [`curl -d '{"api_key": "${key}", "cost": "$5"}' x\n`, `{"api_key": "${other}", "cost": "$5"}`],
    ] as const) {
      const result = (await after('start.sh', before))?.get('start.sh') ?? '';
      assert.ok(!result.includes(key), before);
      const env = { ...process.env, API_KEY: other, PASSWORD: other };
      const run = (variables: NodeJS.ProcessEnv) =>
        spawnSync('sh', ['-c', `curl() { printf %s "$2"; }\n${result}`], { encoding: 'utf8', env: variables });
      assert.equal(run(env).stdout, word, result);
      assert.notEqual(run({ PATH: process.env.PATH }).status, 0);
    }
  });

  it('leaves a key out of an image whose build does not read it', async () => {
    const result = await after('Dockerfile', `FROM python\nENV API_KEY=${key}\nCMD ["app"]\n`);
    assert.equal(
      result?.get('Dockerfile'),
      'FROM python\n# API_KEY is given when the container starts: docker run --env API_KEY\nCMD ["app"]\n',
    );
    assert.equal(result.get('.env.example'), 'API_KEY=\n');
    assert.ok(await after('Dockerfile', `ENV API_KEY ${key}\n`));
    assert.equal(await after('Dockerfile', `ENV API_KEY=${key} MODE=a\n`), undefined);
    assert.equal(await after('Dockerfile', `ENV API_KEY=${key}\nRUN fetch $API_KEY\n`), undefined);
    assert.equal(await after('Dockerfile', `ENV MODE=a \\\n  API_KEY=${key}\n`), undefined);
  });

  it('is not offered where the format has no words for it', async () => {
    assert.equal(await after('settings.toml', `api_key = "${key}"\n`), undefined);
    assert.equal(await after('.env', `API_KEY=${key}\n`), undefined);
  });
});
