// Rules that keep the layers of src/ARCHITECTURE.md and the conventions of the project; run by `npm run lint`.
import tseslint from 'typescript-eslint';

const edges = ['vscode', 'vscode-*', 'vscode-languageserver/*', 'vscode-languageserver-*'];
const node = ['node:*', 'fs', 'path', 'os', 'child_process', 'worker_threads', 'crypto', 'url', 'util', 'process'];

/** One layer: what it may not import, with the reason that the editor shows. */
function layer(folder, group, message, extra = {}) {
  return {
    files: [`src/${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }], ...extra },
  };
}

/** An export without a docstring makes its reader open the code. */
const documentedExports = {
  meta: { type: 'suggestion', schema: [], messages: { missing: 'Say in a docstring what this export gives.' } },
  create: (context) => ({
    ExportNamedDeclaration(node) {
      if (node.declaration === null) return;
      const last = context.sourceCode.getCommentsBefore(node).at(-1);
      if (last?.type !== 'Block' || !last.value.startsWith('*')) context.report({ node, messageId: 'missing' });
    },
  }),
};

const noEnvironment = {
  'no-restricted-globals': [
    'error',
    ...[
      'process',
      'Buffer',
      'console',
      'performance',
      'fetch',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'window',
    ].map((name) => ({ name, message: 'Core and report have no environment: take what is needed as an argument.' })),
  ],
};

const oneName = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a thing has one name everywhere.' },
  { selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file that defines it.' },
];

const above = (...folders) => folders.map((folder) => `**/${folder}/**`);

const aboveCore = above('report', 'workspace', 'cli', 'protocol', 'server', 'extension', 'dev');

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', '.cache/**', '.vscode-test/**', 'test/fixtures/**', 'node_modules/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { project: { rules: { 'documented-exports': documentedExports } } },
    rules: {
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-syntax': ['error', ...oneName],
      'project/documented-exports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/unified-signatures': 'off',
    },
  },
  layer(
    'core',
    ['web-tree-sitter', ...edges, ...node, ...aboveCore],
    'The core is pure: no node, no editor, no input or output, nothing above it; only core/python knows the parser.',
    noEnvironment,
  ),
  layer('core/python', [...edges, ...node, ...aboveCore], 'The core is pure: no node, no editor, nothing above it.'),
  layer(
    'report',
    [...edges, ...node, ...above('workspace', 'cli', 'protocol', 'server', 'extension', 'dev')],
    'Reports are pure functions of core results.',
    noEnvironment,
  ),
  layer(
    'workspace',
    [...edges, ...above('cli', 'protocol', 'server', 'extension', 'dev')],
    'Workspace knows core only.',
  ),
  layer(
    'git',
    [...edges, ...above('report', 'cli', 'protocol', 'server', 'extension', 'dev')],
    'Git knows core and workspace only.',
  ),
  layer('protocol', [...node, ...above('workspace', 'cli', 'server', 'extension', 'dev')], 'Messages know core only.'),
  layer('cli', [...edges, ...above('extension', 'dev')], 'The command line speaks neither VS Code nor LSP.'),
  layer(
    'server',
    ['vscode', 'vscode-languageclient', ...above('cli', 'extension', 'dev')],
    'The server knows no VS Code.',
  ),
  layer(
    'extension',
    ['vscode-languageserver', 'vscode-languageserver/*', ...above('cli', 'server', 'dev')],
    'The extension talks to the server through the protocol only.',
  ),
  {
    files: ['src/extension/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...oneName,
        {
          selector:
            'CallExpression[callee.property.name=/^(show\\w+Message|setStatusBarMessage)$/] > :matches(Literal[value=/./], TemplateLiteral)',
          message: 'What people read goes through vscode.l10n.t.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
