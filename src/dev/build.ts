/**
 * Bundles what ships into `dist/`: extension and server for Node and for browsers, the command line, and the parser's
 * two wasm files beside them. `--watch` builds again on every change, `--development` keeps names and maps, `--into`
 * names another folder than `dist`.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, type Plugin, build, context } from 'esbuild';

const root = path.join(__dirname, '..', '..');
const wasmFiles = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

/** Builds once, or keeps building. */
async function run(dist: string, isWatching: boolean, isDevelopment: boolean): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const file of wasmFiles)
    copyFileSync(path.join(root, 'node_modules', file), path.join(dist, path.basename(file)));
  for (const options of bundles(dist, isDevelopment)) {
    if (isWatching) await (await context(options)).watch();
    else await build(options);
  }
}

/**
 * All that runs on Node outside of the extension is one bundle, for it shares most of its code; what is imported only when
 * it is asked for runs only then. `staged` has its own: reading the other would make every commit wait.
 */
const bundlesOfTheirOwn: Readonly<Record<string, string>> = {
  './all-commands': './commands.js',
  './staged-alone': './staged.js',
};

const referToBundles: Plugin = {
  name: 'refer-to-bundles',
  setup(build) {
    const modules = Object.keys(bundlesOfTheirOwn).map((name) => name.replaceAll('.', '\\.'));
    build.onResolve({ filter: new RegExp(`^(?:${modules.join('|')})$`) }, ({ path: asked }) => ({
      path: bundlesOfTheirOwn[asked] ?? asked,
      external: true,
    }));
  },
};

/** A dependency that names modules of Node's, for what we never ask of it, finds nothing there. */
const withoutNode: Plugin = {
  name: 'without-node',
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path: asked }) => ({ path: asked, namespace: 'without-node' }));
    build.onLoad({ filter: /./, namespace: 'without-node' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const asCommandLine: BuildOptions = {
  plugins: [referToBundles],
  // `require` reads a bundle at once; `import` starts Node's loader of ES modules for it.
  supported: { 'dynamic-import': false },
};

function bundles(dist: string, isDevelopment: boolean): BuildOptions[] {
  const shared: BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    format: 'cjs',
    minify: !isDevelopment,
    sourcemap: isDevelopment ? 'linked' : false,
    logLevel: 'warning',
    external: ['vscode'],
    // The parser's module tells its own place by `import.meta.url`, which it needs only when it is not given its wasm.
    logOverride: { 'empty-import-meta': 'silent' },
  };
  const node: BuildOptions = {
    ...shared,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    // The parser's ES module asks `import.meta.url` for its place on Node, which a CommonJS bundle has not.
    alias: { 'web-tree-sitter': path.join(root, 'node_modules', 'web-tree-sitter', 'web-tree-sitter.cjs') },
  };
  const commandLine: BuildOptions = { ...node, ...asCommandLine };
  const browser: BuildOptions = {
    ...shared,
    platform: 'browser',
    plugins: [withoutNode],
    target: 'es2022',
    // The parser makes an address below its own place, though it is given its wasm and fetches nothing.
    define: { global: 'globalThis', 'import.meta.url': '"https://localhost/"' },
  };
  return [
    { ...node, entryPoints: ['src/extension/node-entry.ts'], outfile: path.join(dist, 'extension.js') },
    { ...commandLine, entryPoints: ['src/cli/server-entry.ts'], outfile: path.join(dist, 'server.js') },
    { ...commandLine, entryPoints: ['src/cli/main.ts'], outfile: path.join(dist, 'cli.js') },
    { ...commandLine, entryPoints: ['src/cli/all-commands.ts'], outfile: path.join(dist, 'commands.js') },
    { ...commandLine, entryPoints: ['src/cli/staged-alone.ts'], outfile: path.join(dist, 'staged.js') },
    { ...browser, entryPoints: ['src/extension/browser-entry.ts'], outfile: path.join(dist, 'browser/extension.js') },
    {
      ...browser,
      entryPoints: ['src/server/browser-entry.ts'],
      outfile: path.join(dist, 'browser/server.js'),
      format: 'iife',
    },
    {
      ...browser,
      entryPoints: ['src/extension/report-page-entry.ts'],
      outfile: path.join(dist, 'browser/report-page.js'),
      format: 'iife',
    },
  ];
}

const { values } = parseArgs({
  options: { watch: { type: 'boolean' }, development: { type: 'boolean' }, into: { type: 'string', default: 'dist' } },
});
void run(path.resolve(root, values.into), values.watch ?? false, values.development ?? false);
