/**
 * Random keys planted into a project, and a search for them in whatever the tool puts out: one list of outputs, so that
 * a new format is one line more. Keys are made here and never written down, so no scanner takes this file for a leak.
 */
import fc from 'fast-check';

/** One thing that the tool puts out for a project of these files. */
export interface Output {
  readonly name: string;
  readonly of: (files: ReadonlyMap<string, string>) => Promise<string> | string;
}

/** A project with one key in many places; the key must appear in no output. */
export interface PlantedProject {
  readonly key: string;
  readonly files: ReadonlyMap<string, string>;
}

const prefixes = [
  '',
  'sk_live_',
  'ghp_',
  'xoxb-123456789012-123456789012-',
  'AKIA',
  'glpat-',
  'SG.',
  'hf_',
  'npm_',
  'dop_v1_',
];

/** Keys with and without a provider's prefix, in every context that the rules know. */
export const plantedProject: fc.Arbitrary<PlantedProject> = fc
  .tuple(fc.constantFrom(...prefixes), fc.stringMatching(/^[a-z]{3}[0-9][A-Z]{3}[0-9][a-zA-Z0-9]{28}$/))
  .map(([prefix, body]) => ({ key: body, files: project(`${prefix}${body}`) }));

function project(key: string): ReadonlyMap<string, string> {
  return new Map([
    ['app.py', python(key)],
    ['broken.py', `API_KEY = "${key}"\ndef broken(:\n    api_key = "${key}"\n`],
    ['config.yaml', `api_key: ${key}\n"${key}": token\nurl: https://user:${key}@example.org/\n`],
    ['.flaskenv', `API_KEY=${key}\n`],
    ['settings.json', JSON.stringify({ api_key: key, [key]: { token: key } })],
    ['README.md', `\`\`\`sh\ncurl -H "X-API-Key: ${key}" https://example.org\n\`\`\`\n`],
    ['notes.ipynb', JSON.stringify({ cells: [{ cell_type: 'code', source: [`API_KEY = "${key}"\n`] }] })],
    ['Dockerfile', `ENV API_KEY=${key}\n`],
  ]);
}

function python(key: string): string {
  return [
    'import hmac, os',
    'from flask import Flask, request',
    'app = Flask(__name__)',
    `app.secret_key = "${key}"`,
    `API_KEY = "${key}"`,
    `API_KEYS = {"${key}": 1}`,
    `CONFIG = {"${key}_token": "${key}"}`,
    `os.environ.get("API_KEY", "${key}")`,
    `# OLD_API_KEY = "${key}"`,
    `@app.get("/report")`,
    'def view():',
    `    if request.headers.get("X-API-Key") == "${key}":`,
    '        return "x"',
    `    if request.headers.get("X-API-Key") in "${key}":`,
    '        return "y"',
    `    return str(hmac.compare_digest(request.args["token"], "${key}"))`,
    '',
  ].join('\n');
}
