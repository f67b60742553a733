import { strict as assert } from 'node:assert';
import { version } from '../../../package.json';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';
import { type CommandLineRun, runCommandLine } from '../../support/run-command-line';

/** The three routes of the article that this tool was made for, with a valid check in the last. */
const article = `import os
from functools import wraps
from flask import Flask, jsonify, request

app = Flask(__name__)
VALID_KEYS = {key for key in os.getenv("API_KEYS", "").split(",") if key}


def require_api_key(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        key = request.headers.get("X-API-Key")
        if not key or key not in VALID_KEYS:
            return jsonify({"error": "unauthorized"}), 401
        return view(*args, **kwargs)

    return wrapped


@app.route("/export")
def export_data():
    return jsonify({"records": []})


@app.route("/admin")
def admin():
    key = request.headers.get("X-API-Key")
    if key:
        return jsonify({"status": "admin panel"})
    return jsonify({"error": "forbidden"}), 403


@app.route("/secret")
@require_api_key
def secret():
    return jsonify({"records": []})
`;

interface RoutesJson {
  readonly routes: readonly {
    readonly file: string;
    readonly path: string;
    readonly verdict: string;
    readonly line: number;
  }[];
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  readonly summary: Readonly<Record<string, number>>;
}

function routesJson(args: readonly string[], cwd: string): RoutesJson {
  const run = runCommandLine(['routes', '--format', 'json', ...args], { cwd });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as RoutesJson;
}

function assertRefused(run: CommandLineRun, message: RegExp): void {
  assert.equal(run.status, 2);
  assert.equal(run.stdout, '');
  assert.match(run.stderr, message);
  assert.match(run.stderr, /^api-key-guard: [^\n]+\n$/, 'one line on standard error');
}

describe('command line', () => {
  afterEach(removeTemporaryFolders);

  describe('usage', () => {
    it('prints help for itself and each command, with examples', () => {
      assert.match(runCommandLine(['--help']).stdout, / scan .* routes .* staged .* explain .* lsp /s);
      for (const command of ['scan', 'routes', 'staged', 'explain', 'lsp']) {
        const { status, stdout } = runCommandLine([command, '--help']);
        assert.equal(status, 0);
        assert.match(stdout, new RegExp(`^Usage: api-key-guard ${command} .*Examples:`, 's'));
      }
    });

    it('prints its version', () => {
      assert.equal(runCommandLine(['--version']).stdout, `${version}\n`);
    });

    it('refuses wrong usage with one line and status 2', () => {
      assertRefused(runCommandLine([]), /no command given/);
      assertRefused(runCommandLine(['scna']), /unknown command 'scna'.*Did you mean scan/);
      assertRefused(runCommandLine(['scan', '--format', 'xml']), /'xml' is invalid.*text, json/);
      assertRefused(runCommandLine(['scan', '--fail-on', 'sometimes']), /error, warning, info, never/);
      assertRefused(runCommandLine(['explain', 'no-such-rule']), /unknown rule "no-such-rule"/);
      assertRefused(runCommandLine(['lsp']), /--stdio/);
    });

    it('refuses input that it cannot read', () => {
      const root = temporaryFolder({ 'logo.png': '', 'null.py': 'x\0' });
      assertRefused(runCommandLine(['routes', 'absent'], { cwd: root }), /absent: does not exist/);
      assertRefused(
        runCommandLine(['routes', 'logo.png'], { cwd: root }),
        /neither a folder nor a file that can be judged/,
      );
      const { status, stderr, stdout } = runCommandLine(['routes', 'null.py', '--format', 'json'], { cwd: root });
      assert.equal(status, 2);
      assert.equal(stderr, 'api-key-guard: null.py: contains NUL bytes\n');
      assert.deepEqual((JSON.parse(stdout) as RoutesJson).unreadable, [
        { file: 'null.py', reason: 'contains NUL bytes' },
      ]);
    });

    it('refuses a wrong configuration', () => {
      const root = temporaryFolder({ 'pyproject.toml': '[tool.api-key-guard]\nguard = "x"\n', 'app.py': article });
      assertRefused(runCommandLine(['scan'], { cwd: root }), /pyproject\.toml: unknown setting "guard"/);
    });
  });

  describe('routes', () => {
    it('judges the three routes of the article', () => {
      const { routes, summary } = routesJson([], temporaryFolder({ 'app.py': article }));
      assert.deepEqual(
        routes.map(({ path, verdict, line }) => [path, verdict, line]),
        [
          ['/export', 'unprotected', 21],
          ['/admin', 'presence-only', 26],
          ['/secret', 'protected', 35],
        ],
      );
      assert.deepEqual([summary.files, summary.routes, summary.protected], [1, 3, 1]);
    });

    it('prints them for people, without colours when nobody looks', () => {
      const root = temporaryFolder({ 'api/app.py': article });
      const { stdout, stderr } = runCommandLine(['routes', 'api'], { cwd: root });
      assert.match(stdout, /^api\/app\.py\n +21 {2}✗ {2}GET {2}\/export /);
      assert.match(stdout, /\/admin +admin +any key is accepted\n +↳ api\/app\.py:\d+ /);
      assert.match(stdout, /✓ {2}GET {2}\/secret +secret +guarded by require_api_key\n/);
      assert.doesNotMatch(stdout, /\u001b/);
      assert.equal(stderr, '');
    });

    it('obeys FORCE_COLOR, and NO_COLOR above it', () => {
      const cwd = temporaryFolder({ 'app.py': article });
      assert.match(runCommandLine(['routes'], { cwd, environment: { FORCE_COLOR: '1' } }).stdout, /\u001b\[/);
      const environment = { FORCE_COLOR: '1', NO_COLOR: '1' };
      assert.doesNotMatch(runCommandLine(['routes'], { cwd, environment }).stdout, /\u001b/);
    });

    it('names files relative to the first PATH', () => {
      const cwd = temporaryFolder({ 'one/app.py': article, 'two/app.py': article });
      const { routes, summary } = routesJson(['one', 'two'], cwd);
      assert.deepEqual([...new Set(routes.map(({ file }) => file))], ['app.py', '../two/app.py']);
      assert.equal(summary.files, 2);
    });

    it('takes a PATH inside another one once', () => {
      const cwd = temporaryFolder({ 'api/app.py': article });
      assert.equal(routesJson(['.', 'api', 'api/app.py', '.'], cwd).summary.routes, 3);
    });

    it('reads the project around a single file, and reports that file', () => {
      const [guard = '', views = ''] = article.split('@app.route("/export")');
      const cwd = temporaryFolder({
        'setup.cfg': '',
        'auth.py': guard,
        'api/views.py': `from flask import jsonify, request\nfrom auth import app, require_api_key\n@app.route("/export")${views}`,
        'other.py': article,
      });
      const { routes, summary } = routesJson(['api/views.py'], cwd);
      assert.deepEqual(
        routes.map(({ file, path, verdict }) => [file, path, verdict]),
        [
          ['api/views.py', '/export', 'unprotected'],
          ['api/views.py', '/admin', 'presence-only'],
          ['api/views.py', '/secret', 'protected'],
        ],
      );
      assert.equal(summary.files, 1);
    });

    it('reads a file that was asked for by name though git ignores it', () => {
      const cwd = temporaryFolder({ '.gitignore': 'app.py\n', 'pyproject.toml': '', 'app.py': article });
      assert.equal(routesJson(['.'], cwd).summary.routes, 0);
      assert.equal(routesJson(['app.py'], cwd).summary.routes, 3);
    });
  });

  describe('scan', () => {
    it('fails at the threshold and not below it', () => {
      const cwd = temporaryFolder({ 'app.py': article });
      assert.equal(runCommandLine(['scan'], { cwd }).status, 1);
      assert.equal(runCommandLine(['scan', '--fail-on', 'never'], { cwd }).status, 0);
      const quiet = { 'app.py': article, '.api-key-guard.json': '{"publicRoutes": ["/export", "/admin"]}' };
      assert.equal(runCommandLine(['scan'], { cwd: temporaryFolder(quiet) }).status, 0);
      assert.equal(runCommandLine(['scan'], { cwd: temporaryFolder({ 'app.py': 'x = 1\n' }) }).status, 0);
    });

    it('obeys the severities of the configuration', () => {
      const rules = '[tool.api-key-guard.rules]\nunprotected-route = "info"\npresence-only-check = "warning"\n';
      const cwd = temporaryFolder({ 'app.py': article, 'pyproject.toml': rules });
      assert.equal(runCommandLine(['scan'], { cwd }).status, 0);
      assert.equal(runCommandLine(['scan', '--fail-on', 'warning'], { cwd }).status, 1);
    });

    it('prints the findings as JSON, places counted from 1', () => {
      const { stdout } = runCommandLine(['scan', '--format', 'json'], { cwd: temporaryFolder({ 'app.py': article }) });
      const {
        version: format,
        findings,
        score,
        grade,
      } = JSON.parse(stdout) as Record<string, unknown> & {
        findings: readonly Readonly<Record<string, unknown>>[];
      };
      assert.equal(format, 1);
      assert.deepEqual(
        findings.map(({ rule, file, line }) => [rule, file, line]),
        [
          ['unprotected-route', 'app.py', 21],
          ['presence-only-check', 'app.py', 26],
        ],
      );
      assert.deepEqual(findings[0]?.cwe, ['CWE-306']);
      assert.deepEqual([score, grade], [33, 'F']);
    });

    it('prints the findings for people', () => {
      const { stdout } = runCommandLine(['scan'], { cwd: temporaryFolder({ 'app.py': article }) });
      assert.match(stdout, /^app\.py\n +21:\d+ {2}✖ [^\n]+ {2}unprotected-route\n/);
      assert.match(stdout, /\n✖ 2 errors · 1 of 3 routes guarded · 1 file · score 33\/100 \(F\)\n$/);
    });
  });

  describe('explain', () => {
    it('explains a rule and lists all', () => {
      assert.match(
        runCommandLine(['explain', 'unprotected-route']).stdout,
        /^unprotected-route {2}.*Bad:\n.*Good:\n.*CWE-306/s,
      );
      assert.match(runCommandLine(['explain']).stdout, /^unprotected-route +error +/m);
    });
  });
});
