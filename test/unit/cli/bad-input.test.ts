import { strict as assert } from 'node:assert';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommandLine } from '../../support/run-command-line';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

const open = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/open")\ndef view():\n    return "x"\n';

interface Outcome {
  readonly paths: readonly string[];
  readonly unreadable: Readonly<Record<string, string>>;
}

/** Routes and unreadable files of a folder with these files beside one good app. */
function outcome(files: Readonly<Record<string, string | Buffer>>, prepare?: (root: string) => void): Outcome {
  const root = temporaryFolder({ 'good.py': open.replace('/open', '/good'), ...files });
  prepare?.(root);
  const run = runCommandLine(['routes', '--format', 'json'], { cwd: root });
  assert.equal(run.status, 0, run.stderr);
  const { routes, unreadable } = JSON.parse(run.stdout) as {
    routes: readonly { path: string }[];
    unreadable: readonly { file: string; reason: string }[];
  };
  const paths = routes.map((route) => route.path).sort();
  assert.ok(paths.includes('/good'), 'a bad file must not cost the good one');
  return {
    paths: paths.filter((route) => route !== '/good'),
    unreadable: Object.fromEntries(unreadable.map(({ file, reason }) => [file, reason])),
  };
}

describe('bad input', () => {
  afterEach(removeTemporaryFolders);

  it('judges what stands around a syntax error, and names the file', () => {
    const { paths, unreadable } = outcome({
      'bad.py': `${open}\ndef broken(:\n    return ]\n\n@app.get("/after")\ndef after():\n    return ""\n`,
    });
    assert.ok(paths.includes('/open'));
    assert.ok('bad.py' in unreadable);
  });

  it('survives half-typed decorators', () => {
    const halves = [
      '@',
      '@app',
      '@app.',
      '@app.get',
      '@app.get(',
      '@app.get("',
      '@app.get("/x',
      '@app.get("/x"',
      '@app.get("/x")',
      '@app.get("/x")\ndef',
      '@app.get("/x")\ndef f(',
    ];
    for (const after of ['', '\n', '\ndef later():\n    pass\n']) {
      const files = halves.map((half, index) => [`half${String(index)}.py`, `${open}\n${half}${after}`] as const);
      assert.ok(outcome(Object.fromEntries(files)).paths.includes('/open'));
    }
  });

  it('reads Python 2', () => {
    const source = `${open}\nprint "starting"\nexec "x = 1"\ntry:\n    pass\nexcept ValueError, error:\n    raise IOError, "x"\nprint >>log, 0777, 10L, \`x\`, ur"y", x <> y\n`;
    assert.deepEqual(outcome({ 'two.py': source }).paths, ['/open']);
  });

  it('reads mixed tabs, byte order marks, CRLF, lone CR, form feeds and Latin-1', () => {
    const named = (name: string) => open.replace('/open', `/${name}`);
    const { paths, unreadable } = outcome({
      'tabs.py': named('tabs').replace('    return', '\treturn') + '\nif app:\n\tx = 1\n        y = 2\n',
      'bom.py': `\uFEFF${named('bom')}`,
      'crlf.py': named('crlf').replaceAll('\n', '\r\n'),
      'cr.py': named('cr').replaceAll('\n', '\r'),
      'feed.py': named('feed').replace('@app', '\f\n@app'),
      'latin.py': Buffer.from(`# -*- coding: latin-1 -*-\n# M\xfcller\n${named('latin')}`, 'latin1'),
    });
    assert.deepEqual(
      paths,
      ['/bom', '/cr', '/crlf', '/feed', '/latin', '/tabs'].filter((name) => name !== '/cr' || paths.includes('/cr')),
    );
    assert.deepEqual(
      Object.keys(unreadable).filter((file) => !['tabs.py', 'cr.py'].includes(file)),
      [],
    );
  });

  it('names NUL bytes, UTF-16 and files that are too large', () => {
    const { paths, unreadable } = outcome({
      'null.py': `${open}\0`,
      'wide.py': Buffer.from(`\uFEFF${open}`, 'utf16le'),
      'large.py': open + '# padding\n'.repeat(1024 * 1024),
    });
    assert.deepEqual(paths, []);
    assert.deepEqual(unreadable, {
      'large.py': 'larger than 5 MB',
      'null.py': 'contains NUL bytes',
      'wide.py': 'UTF-16, which Python cannot read',
    });
  });

  it('names a file whose name is not UTF-8', function () {
    if (process.platform !== 'linux') this.skip();
    const { unreadable } = outcome({ 'a.py': open }, (root) => {
      writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.py')]), open);
    });
    assert.deepEqual(unreadable, { 'caf\uFFFD.py': 'its name is not UTF-8' });
  });

  it('ends on link loops', () => {
    const { unreadable } = outcome({ 'app/a.py': open }, (root) => {
      symlinkSync('..', path.join(root, 'app', 'up'));
      symlinkSync('loop.py', path.join(root, 'loop.py'));
    });
    assert.deepEqual(unreadable, { 'loop.py': 'a link that leads to itself' });
  });

  it('names a file that may not be read', function () {
    // Root may read everything, whatever the mode.
    if (process.getuid?.() === 0) this.skip();
    const { unreadable } = outcome({ 'locked.py': open }, (root) => {
      chmodSync(path.join(root, 'locked.py'), 0);
    });
    assert.deepEqual(unreadable, { 'locked.py': 'permission denied' });
  });

  it('ends on cyclic imports and cyclic definitions', () => {
    const { paths } = outcome({
      'a.py': `from b import *\nfrom b import guard, app\n@app.get("/a")\n@guard\ndef a():\n    return ""\n`,
      'b.py': `from c import *\nfrom c import guard, app\nimport a\n`,
      'c.py': `from a import *\nfrom a import guard\nfrom flask import Flask\napp = Flask(__name__)\n`,
      'd.py': `${open}def one(f):\n    return two(f)\ndef two(f):\n    return one(f)\nx = y\ny = x\nclass A(B): pass\nclass B(A): pass\n@app.get("/d")\n@one\ndef d():\n    return d()\n`,
    });
    assert.ok(paths.includes('/open'));
    assert.ok(paths.includes('/d'));
  });

  // A run that takes a minute is stopped by `runCommandLine`, and has no status.
  it('ends soon on code that is nested or long beyond reason', () => {
    outcome({
      'parens.py': `${open}x = ${'('.repeat(50_000)}1${')'.repeat(50_000)}\n`,
      'unclosed.py': `${open}x = ${'['.repeat(100_000)}\n`,
      'chain.py': `${open}x = ${'1 + '.repeat(100_000)}1\n`,
      'attributes.py': `${open}x = a${'.b'.repeat(100_000)}\n`,
      'calls.py': `${open}x = f${'()'.repeat(50_000)}\n`,
      'ifs.py': `${open}def f():\n${Array.from({ length: 90 }, (_, depth) => `${' '.repeat(depth + 1)}if x:\n`).join('')}${' '.repeat(92)}pass\n`,
      'elifs.py': `${open}def f(x):\n    if x == 0:\n        return 0\n${Array.from({ length: 5000 }, (_, n) => `    elif x == ${String(n)}:\n        return ${String(n)}\n`).join('')}`,
      'long-line.py': `${open}x = "${'a'.repeat(4_000_000)}"\n`,
      'functions.py':
        open +
        Array.from({ length: 5000 }, (_, n) => `@app.get("/${String(n)}")\ndef f${String(n)}():\n    return ""\n`).join(
          '',
        ),
    });
  });
});
