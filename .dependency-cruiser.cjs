/* The layers of src/ARCHITECTURE.md, enforced: imports go downward only. Run by `npm run layers`. */

/** `from` may import, inside src, only the folders listed in `may` (and itself). */
function layer(from, may) {
  return {
    name: `${from}-imports-downward-only`,
    comment: `src/${from} may import: ${[from, ...may].map((folder) => `src/${folder}`).join(', ')}`,
    severity: 'error',
    from: { path: `^src/${from}/` },
    to: { path: '^src/', pathNot: `^src/(${[from, ...may].join('|')})/` },
  };
}

/** Rooms of the core, lowest first: each may import those before it and itself. */
const rooms = [
  'text',
  'python',
  'openapi',
  'results',
  'semantics',
  'flask',
  'guards',
  'secrets',
  'leaks',
  'rules',
  'fixes',
  'guard-tests',
  'verify',
  'analysis',
];

/** Folders that may import what `to` matches; every other file of src may not. */
function only(name, folders, to) {
  return {
    name,
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(${folders.join('|')})/` },
    to,
  };
}

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    {
      name: 'no-development-dependencies-in-the-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/dev/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '@types/' },
    },
    layer('core', []),
    ...rooms.slice(0, -1).map((room, index) => ({
      name: `core-${room}-imports-downward-only`,
      comment: `src/core/${room} may import: ${rooms.slice(0, index + 1).join(', ')}`,
      severity: 'error',
      from: { path: `^src/core/${room}/` },
      to: { path: `^src/core/(${rooms.slice(index + 1).join('|')})/` },
    })),
    layer('report', ['core']),
    layer('workspace', ['core']),
    layer('verify', ['core', 'workspace']),
    layer('git', ['core', 'workspace']),
    layer('mcp', ['core', 'report']),
    layer('protocol', ['core']),
    layer('cli', ['core', 'report', 'workspace', 'git', 'verify', 'mcp', 'server']),
    layer('server', ['core', 'report', 'workspace', 'git', 'verify', 'protocol']),
    layer('extension', ['core', 'report', 'protocol']),
    layer('dev', ['core', 'report', 'workspace', 'protocol']),
    {
      name: 'core-and-report-are-pure',
      comment: 'No node, no editor, no input or output: the core runs in a browser and cannot fail.',
      severity: 'error',
      from: { path: '^src/(core|report|protocol)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-has-three-dependencies',
      comment:
        'The parser in core/python, the reader of YAML in core/openapi, secretlint’s rules in core/secrets/providers.',
      severity: 'error',
      from: { path: '^src/(core|report)/' },
      to: { dependencyTypes: ['npm'], pathNot: 'web-tree-sitter|node_modules/(yaml|@secretlint)/' },
    },
    only('parser-in-core-python-only', ['core/python'], { path: 'web-tree-sitter' }),
    only('yaml-in-core-openapi-only', ['core/openapi'], { path: 'node_modules/yaml/' }),
    only('formats-in-core-secrets-only', ['core/secrets/providers'], { path: 'node_modules/@secretlint/' }),
    only('lsp-in-server-only', ['server', 'extension', 'protocol'], { path: 'vscode-languageserver|vscode-jsonrpc' }),
    only('client-in-extension-only', ['extension'], { path: 'vscode-languageclient|^vscode$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
