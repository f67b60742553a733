/**
 * Builds what npm is about to install. `npm install --global` of a git address, which is what pre-commit runs, hands its
 * `--global` on to the install that prepares the package, so that what the build needs is nowhere: it is fetched first.
 */
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');

/** npm runs itself by the path that it gives to scripts; on its own it is a script on PATH. */
function npm(...given) {
  const own = process.env.npm_execpath;
  const [command, first] = own ? [process.execPath, [own]] : ['npm', []];
  const { status } = spawnSync(command, [...first, ...given], { cwd: root, stdio: 'inherit', shell: !own });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(path.join(root, 'node_modules', 'tsx')))
  npm('install', '--no-global', '--include=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund');
npm('run', '--silent', 'build');
