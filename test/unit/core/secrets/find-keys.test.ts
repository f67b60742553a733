import assert from 'node:assert/strict';
import { checkText } from '../../../../src/core/analysis/check-text';
import { defaultSettings } from '../../../../src/core/analysis/settings';
import { createPythonParser, type PythonParser } from '../../../../src/core/python/parser';
import { checksumHolds } from '../../../../src/core/secrets/providers/checksums';
import { isReadForKeys } from '../../../../src/core/secrets/file-formats';
import { findProviderKey, findProviderKeys } from '../../../../src/core/secrets/providers/provider-keys';
import { readParserBinaries } from '../../../../src/workspace/parser-binaries';

// Assembled here, so that no scanner takes this file for a leak.
const random = ['q7Zp2vX9Lm', '4Tr8Wk1Nc6'].join('');
const joined = (...parts: readonly string[]) => parts.join('');

let parser: PythonParser;

/** `rule severity place` of each finding, the place as the text that it covers. */
function found(file: string, text: string): string[] {
  return checkText(file, text, parser, defaultSettings).map(
    ({ rule, severity, span }) => `${rule} ${severity} ${text.slice(span.start, span.end).replace(random, 'KEY')}`,
  );
}

describe('find keys', () => {
  before(async () => {
    parser = await createPythonParser(readParserBinaries());
  });

  it('in JSON: values by name, members of lists, pairs of name and value, assignments in texts', () => {
    const document = JSON.stringify(
      {
        api_key: random,
        api_key_name: random,
        tokens: [random],
        ids: [random],
        env: [
          { name: 'API_TOKEN', value: random },
          { name: 'BUILD', value: random },
        ],
        run: `API_SECRET=${random} ./start`,
      },
      null,
      2,
    );
    assert.deepEqual(found('settings.json', document), Array(4).fill('hard-coded-key error KEY'));
  });

  it('in the cells of a notebook, at their place in its JSON', () => {
    const cell = { cell_type: 'code', source: ['import os\n', `API_KEY = "${random}"\n`, 'name = "é\\n"\n'] };
    const outputs = [{ text: [`BUILD = "${random}"`] }];
    const text = JSON.stringify({ cells: [{ ...cell, outputs }] });
    assert.deepEqual(found('notes.ipynb', text), ['hard-coded-key error \\"KEY\\"']);
  });

  it('in files without an ending, read as Python where their first line says so', () => {
    const one = ['hard-coded-key error KEY'];
    assert.deepEqual(found('deploy', `API_KEY=${random}\n`), one);
    assert.deepEqual(found('bin/deploy', `#!/usr/bin/env python3\napi_key = key\nKEY = "X-API-Key"\n`), []);
    assert.deepEqual(found('bin/deploy', `#!/usr/bin/env python3\napi_key = "${random}"\n`), [
      'hard-coded-key error "KEY"',
    ]);
    assert.deepEqual(found('lib/METADATA', `api_key = "${random}"\n`), ['hard-coded-key info KEY']);
    assert.deepEqual(found('.gitattributes', '*.py text\n'), []);
  });

  it('in files that are nothing but a key', () => {
    for (const file of ['secrets/db_password.txt', 'deploy.token', '.vault_pass', 'api_key', 'config/master.key'])
      assert.deepEqual(found(file, `# made by hand\n${random}\n`), ['hard-coded-key error KEY'], file);
    assert.deepEqual(found('api_key', `${random}\n${random}\n`), []);
    assert.deepEqual(found('revision', `${random}\n`), []);
    assert.deepEqual(found('api_key', '<key>\n'), []);
  });

  it('behind a blank, where it is generated', () => {
    const one = ['hard-coded-key error KEY'];
    assert.deepEqual(found('.netrc', `machine example.org\n  login app\n  password ${random}\n`), one);
    assert.deepEqual(found('.netrc', 'machine example.org login app password hunter-22\n').length, 1);
    assert.deepEqual(found('nginx.conf', `proxy_set_header X-API-Key ${random};\n`), one);
    assert.deepEqual(found('nginx.conf', 'proxy_set_header X-API-Key $http_x_api_key;\n'), []);
    assert.deepEqual(found('notes.txt', 'the api key unbelievable-as-it-is\nthe token is used once\n'), []);
  });

  it('private keys once more in base64, and manifests inside of lists', () => {
    const pem = `-----BEGIN RSA PRIVATE KEY-----\n${random.repeat(8)}\n`;
    assert.equal(found('a.yaml', `cert: ${btoa(pem)}\n`).length, 1);
    assert.deepEqual(found('a.yaml', `cert: ${btoa(pem.replace('RSA PRIVATE KEY', 'CERTIFICATE'))}\n`), []);
    const manifest = `items:\n  - kind: Secret\n    data:\n      build: ${btoa(random)}\n`;
    assert.equal(found('a.yaml', manifest).length, 1);
    assert.deepEqual(found('a.yaml', manifest.replace('Secret', 'ConfigMap')), []);
  });

  it('nothing between two texts, in selectors, names of variables, and names of what is made up', () => {
    assert.deepEqual(found('a.js', 'x = {passwordLabel:"Password:",rememberMeLabel:"Remember me:"}'), []);
    assert.deepEqual(found('a.js', "this.addPassword = '#add-password';"), []);
    assert.deepEqual(found('a.yaml', 'cluster_secret: CLUSTER_TOKEN_PROD_TK02\n'), []);
    assert.deepEqual(found('a.ini', `mock_token = ${random}\n`), []);
    assert.deepEqual(found('a.ini', 'password = super$ecret9\n').length, 1);
    assert.deepEqual(found('a.yaml', 'password: hunter2\nclient_secret: client-secret2\n'), [
      'weak-key warning hunter2',
    ]);
  });

  it('nothing in kinds beside ids, places of settings, joined addresses, and names of resources', () => {
    const id = '61c254e2-095d-42b9-b8cc-4546b124e548';
    assert.deepEqual(found('dump.sql', `INSERT INTO a VALUES ('${id}','client-secret','${id}',2);`), []);
    assert.equal(found('a.java', `System.setProperty("API_TOKEN", "${id}")`).length, 1);
    assert.equal(found('dump.sql', `INSERT INTO a VALUES ('x','secret','${random}');`).length, 1);
    assert.deepEqual(found('a.go', 'check(args.SecretKey, "STORAGE_CONFIG."+name+".secret_key")'), []);
    assert.deepEqual(found('a.go', 'get("token?client_id="+id+"&client_secret="+clientSecret+"&grant=code")'), []);
    assert.deepEqual(found('a.py', 'url += "#access_token=%s&token_type=%s&expires_in=%s" % parts\n'), []);
    assert.deepEqual(found('a.yaml', "registry: ${{ secrets.REGISTRY || 'quay.io/projectquay' }}\n"), []);
    assert.deepEqual(found('a.tf', 'Resource = "arn:aws:secretsmanager:*:*:secret:rds-db-credentials/*"\n'), []);
    assert.deepEqual(found('a.txt', 'apt-key adv --recv-keys C8CAB6595FDFF622\n'), []);
    const form = `grant=password&password=${random}&next=1`;
    assert.deepEqual(found('a.py', `body = "${form}"\n`), ['hard-coded-key error KEY']);
  });

  it('in code blocks of Markdown, and not in its prose', () => {
    const code = `\`\`\`python\nAPI_KEY = "${random}"\n\`\`\`\n\n~~~sh\nexport API_TOKEN=${random}\n~~~\n`;
    assert.deepEqual(found('README.md', `Set api_key: ${random}\n\n${code}`), [
      'hard-coded-key info "KEY"',
      'hard-coded-key info KEY',
    ]);
  });

  it('in code that a comment puts out of use, and in lines that are no Python', () => {
    assert.deepEqual(found('app.py', `# API_KEY = "${random}"\n# api_key: the key-0001 of old\n`), [
      'hard-coded-key error KEY',
    ]);
    assert.deepEqual(found('app.py', `def broken(:\n    api_key => "${random}"\n`), ['hard-coded-key error KEY']);
  });

  it('in other languages, in strings of strings and in texts that hold one', () => {
    for (const [file, text] of [
      ['mail.php', `$apiToken .= "${random}";`],
      ['notes.txt', `service token - '${random}'`],
      ['runner.toml', `environment = ["AUTH={\\"auth\\":\\"${random}\\"}"]`],
      ['strings.xml', `<string name="service_api_key">${random}</string>\n<string name="password">Passwort:</string>`],
      ['jenkins.xml', `<secret>{service AQAAABAAA ${random}}</secret>`],
      ['auths.json', `{"auths": {"registry.example.org": {"auth": "${random}"}}}`],
    ] as const)
      assert.deepEqual(
        found(file, text),
        [`hard-coded-key error ${file.startsWith('jenkins') ? `{service AQAAABAAA KEY}` : 'KEY'}`],
        file,
      );
    const parted = joined(random, '=', '388i9i1d8');
    assert.equal(
      found('settings.yaml', `api_token: ${parted}`)[0],
      `hard-coded-key error ${parted.replace(random, 'KEY')}`,
    );
    const mapper = 'export function read(details: TokenDetails): Tls2EnrollmentDataRecord {';
    assert.deepEqual(found('mapper.ts', mapper), []);
  });

  it('passphrases in settings, and no messages', () => {
    assert.equal(found('app.ini', 'password = "horse and battery with staple"').length, 1);
    assert.equal(found('app.ini', 'password = "enter the one you got by mail"').length, 0);
    assert.equal(found('texts.yaml', 'password: "horse and battery with staple"').length, 0);
  });

  it('words that everyone tries, where they are what the program gets', () => {
    const weak = (file: string, text: string) => found(file, text).map((one) => one.split(' ')[0]);
    assert.deepEqual(weak('compose.yaml', 'POSTGRES_PASSWORD: root\n'), ['weak-key']);
    assert.deepEqual(weak('.github/workflows/test.yml', 'POSTGRES_PASSWORD: root\n'), []);
    assert.deepEqual(weak('compose.yaml', '# POSTGRES_PASSWORD: root\n'), []);
    assert.deepEqual(weak('start.sh', 'reconcile_secret "secret_key"\n'), []);
    assert.deepEqual(weak('map.json', '{"ldap_password": "password"}'), []);
    assert.deepEqual(weak('map.json', '{"ldap_password": "hunter2"}'), ['weak-key']);
    assert.deepEqual(weak('a.js', 'fields = {ldap_password: "hunter2"}'), []);
    assert.deepEqual(weak('a.yaml', 'password: "{cipher}1e3faa2cdab2deae117dca102e52922a"\n'), []);
    assert.deepEqual(weak('form.html', '<input type="password" name="password2">'), []);
    assert.deepEqual(weak('app.cfg', `api_key = ${'1234567890abcdef'.repeat(3)}\n`), ['weak-key']);
    assert.deepEqual(weak('app.cfg', `api_key = ${'xy'.repeat(16)}\n`), []);
  });

  it('in tests and examples only what looks generated, as an information; real formats stay errors', () => {
    const stripe = joined('sk_live', '_', random, random.slice(0, 8));
    const sandbox = joined('sk_test', '_', random, random.slice(0, 8));
    const text = `API_KEY = "${random}"\nB_API_KEY = "made-up-0001"\nC = "${stripe}"\nD = "${sandbox}"\n`;
    const severities = (file: string) => checkText(file, text, parser, defaultSettings).map(({ severity }) => severity);
    assert.deepEqual(severities('app.py'), ['error', 'error', 'error', 'error']);
    for (const file of ['tests/test_app.py', 'examples/app.py', 'app_test.py', 'conftest.py'])
      assert.deepEqual(severities(file), ['info', 'error', 'info'], file);
  });

  it('leaves out what tools write, but not a provider key in it', () => {
    const minified = `var a={api_key:"${random}"};`.repeat(2000);
    assert.deepEqual(found('app.js', minified), []);
    assert.equal(isReadForKeys('package-lock.json'), false);
    assert.equal(isReadForKeys('Dockerfile.dev'), true);
    assert.equal(isReadForKeys('logo.png'), false);
    assert.equal(found('app.js', `${minified}${joined('sk_live', '_', random)}`).length, 1);
  });

  it('logins in base64, on command lines and in connection strings', () => {
    const login = Buffer.from(`deploy:${random}`).toString('base64');
    for (const [file, text, key] of [
      ['.npmrc', `//npm.example.org/:_auth=${login}\n`, login],
      ['config.json', `{"auths": {"registry.example.org": {"auth": "${login}"}}}`, login],
      ['deploy.sh', `docker login registry.example.org -u deploy -p ${random}\n`, 'KEY'],
      ['deploy.sh', `sshpass -p '${random}' ssh host\n`, 'KEY'],
      ['setup.ps1', `$p = ConvertTo-SecureString "${random}" -AsPlainText -Force\n`, 'KEY'],
      ['Db.cs', `new SqlConnection("Server=db;User ID=sa;Password=${random};Encrypt=true");`, 'KEY'],
      ['app.py', `CACHE = "cache.example.net:6380,password=${random},ssl=True"\n`, 'KEY'],
      ['app.py', `DSN = "smtps://me@example.org:${random}@smtp.example.org:465"\n`, 'KEY'],
      ['app.py', `DSN = f"https://{user}:${random}@example.org"\n`, 'KEY'],
    ] as const)
      assert.deepEqual(found(file, text), [`hard-coded-key error ${key}`], text);
    for (const [file, text] of [
      ['deploy.sh', 'docker login -u deploy -p "$REGISTRY_PASSWORD"\nmkdir login -p some/long/folder\n'],
      ['Db.cs', 'new SqlConnection("Server=db;User ID=sa;Password={0};Encrypt=true");'],
      ['app.py', 'DSN = f"https://{user}:password@example.org"\nDSN = "https://%s:%s@example.org"\n'],
      ['app.py', 'def call(server=None, password=default_password, user=me): ...\n'],
      ['config.json', '{"auths": {"registry.example.org": {"auth": "basic-or-bearer"}}}'],
    ] as const)
      assert.deepEqual(found(file, text), [], text);
  });

  it('a key whose quote is not closed yet, and private keys in comments or joined from strings', () => {
    assert.deepEqual(found('app.ts', `const apiKey = "${random}\nconst other = 1;\n`), ['hard-coded-key error KEY']);
    assert.deepEqual(found('app.py', `import os\napi_key = "${random}\n`), ['hard-coded-key error KEY']);
    assert.deepEqual(found('app.py', 'import os\napi_key = "your-api-key\n'), []);
    const body = ['MIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4wggE6AgEAAkEAxAIxg6QtxmnJ0Bsj', `VRsEhjLB9lSY9Ca${random}`];
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} ${joined('PRIVATE', ' KEY')}-----`);
    for (const lines of [
      [begin, ...body, end].map((line) => ` *  ${line}`),
      [begin, ...body, end].map((line) => `  + "${line}\\n"`),
    ])
      assert.equal(found('keys.txt', lines.join('\n')).length, 1, lines[0]);
  });

  it('passwords of six characters, typed ones under `pass` and `token`, definitions, and private keys in a log', () => {
    assert.equal(found('app.py', 'password = "cackle!"\n').length, 1);
    assert.equal(found('app.py', 'api_key = "cackle!"\n').length, 0);
    assert.equal(found('notes.txt', 'user=master,pass=dipPr144Gg!\n').length, 1);
    assert.equal(found('notes.txt', `pass: Python3\nkey = "iPhone6sPlus"\ntoken: Html5Canvas2dX\n`).length, 0);
    assert.equal(found('notes.txt', 'token:AIhq5Xyb1Gga9Q2\n').length, 1);
    assert.equal(found('app.h', `#define APP_TOKEN ${random}\n#define APP_TOKEN_SIZE 32\n`).length, 1);
    const body = ['MIIBVAIBADANBgkqhkiG9w0BAQEFAASCAT4wggE6AgEAAkEAxAIxg6QtxmnJ0Bsj', `VRsEhjLB9lSY9Ca${random}`];
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} ${joined('PRIVATE', ' KEY')}-----`);
    const log = [begin, ...body, end].map((line) => `2026-04-26 12:36:01 ${line}`).join('\n');
    assert.equal(found('run.txt', log).length, 1);
  });

  it('nothing in lists of refused passwords, keys of captchas, demands of a shell and error messages of a form', () => {
    const list = 'rules.commonPasswords = [\n  "letmein",\n  "1qaz2wsx",\n  "qwerty12",\n];\n';
    assert.deepEqual(found('rules.js', list), []);
    assert.notDeepEqual(found('rules.js', list.replace('commonPasswords', 'adminPasswords')), []);
    const check =
      'INSECURE_PASSWORDS = {"rootpass1", "akindofrice"}\nbad = request.headers["X-API-Key"] in INSECURE_PASSWORDS\n';
    assert.deepEqual(found('checks.py', check), []);
    assert.deepEqual(found('app.py', `RECAPTCHA_KEY = "6L${random}${random.slice(0, 18)}"\n`), []);
    assert.equal(found('app.py', `RECAPTCHA_SECRET_KEY = "6L${random}${random.slice(0, 18)}"\n`).length, 1);
    assert.deepEqual(found('app.py', 'secret = provider.get("token_secret", "oauth_token_secret")\n'), []);
    assert.deepEqual(found('run.sh', ': "${API_KEY:?API_KEY_0001_must_hold_the_key}"\n'), []);
    assert.equal(found('run.sh', `: "\${API_KEY:=${random}}"\n`).length, 1);
    const form = [
      'def check(password):',
      '    repeated = request.headers["X-API-Key"]',
      '    if repeated != password:',
      '        errors["password"] = "Password confirmation is required"',
    ];
    assert.deepEqual(found('form.py', `${form.join('\n')}\n`), []);
  });

  it('nothing in sealed manifests, and not the keys that their issuers publish', () => {
    const manifest = (kind: string) => `kind: ${kind}\nspec:\n  encryptedData:\n    password: ${random}\n`;
    assert.deepEqual(found('secret.yaml', manifest('SealedSecret')), []);
    assert.equal(found('secret.yaml', manifest('Other')).length, 1);
    const emulator = joined(
      'Eby8vdM02xNOcqFl',
      'qUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
    );
    assert.deepEqual(found('.env', `AZURE_STORAGE=DefaultEndpointsProtocol=http;AccountKey=${emulator}\n`), []);
    assert.deepEqual(found('app.js', "const STORAGE_KEY = 'todos-v2.0';\n"), []);
  });

  it('reads a line of 5 MB to its end', () => {
    const text = `${'{"api_key":"aaaa","token":1,'.repeat(180_000)}"x":"${joined('sk_live', '_', random)}"}`;
    assert.equal(found('data.json', text).length, 1);
    assert.equal(found('data.py', `x = ${text}`).length, 1);
  });

  it('knows providers by their formats, and placeholders of them', () => {
    for (const [provider, key] of [
      ['GitHub', joined('ghp', '_', random, random.slice(0, 16))],
      ['AWS', joined('AK', 'IA', 'QZ7RT2WXK5PLMN3V')],
      ['OpenAI', joined('sk-', random, 'T3Blbk', 'FJ', random)],
      ['Telegram', joined('7213808860', ':A', 'A', random, random.slice(0, 13))],
      ['Slack', joined('https://hooks', '.slack.com/services/T1JJ3T3L2/A1BRTD4JD/', random, 'Qw3e')],
    ] as const) {
      assert.equal(findProviderKey(`x = "${key}"`)?.provider, provider);
      assert.equal(findProviderKey(`x = "a${key.replace(/[A-Za-z0-9]{18}/, '')}"`), undefined, provider);
    }
    assert.equal(findProviderKey(joined('ghp', '_', 'x'.repeat(36))), undefined);
    assert.equal(findProviderKey(joined('AK', 'IA', 'IOSFODNN7EXAMPLE')), undefined);
    const both = joined('ghp', '_', random, random.slice(0, 16));
    assert.deepEqual(
      findProviderKeys(`${both} ${both}`).map(({ start }) => start),
      [0, both.length + 1],
    );
  });

  it('has formats of the library and of its own, each at its place in the text', () => {
    const ofLibrary = joined('hf', '_', 'kQwZpTrLmXvBnYdGhJsKaFcEuRiOtWqPzN');
    const own = joined('lin_', 'oauth_', random, random);
    const text = `${'x = 1\n'.repeat(50)}a = "${own}" # ${'b'.repeat(70)}\nc = '${ofLibrary}' + "${own}"\n`;
    assert.deepEqual(
      findProviderKeys(text).map(({ provider, start, end }) => [provider, text.slice(start, end)]),
      [
        ['Linear', own],
        ['Hugging Face', ofLibrary],
        ['Linear', own],
      ],
    );
    // The library knows a part of this one only.
    const routable = joined('glpat', '-', random, random.slice(0, 9), '.01', '1a2b3c4');
    assert.equal(findProviderKey(`t = "${routable}"`)?.key, routable);
  });

  it('tells a right checksum from a made-up one', () => {
    // The body is thirty zeros; its CRC-32 was computed with Python's zlib and base 62.
    assert.equal(checksumHolds(joined('ghp', '_', '0'.repeat(30), '1eJZ9z')), false);
    assert.equal(checksumHolds(joined('ghp', '_', '0'.repeat(30), expectedChecksum)), true);
    assert.equal(checksumHolds('other'), undefined);
  });
});

const expectedChecksum = '2C8GjS';
