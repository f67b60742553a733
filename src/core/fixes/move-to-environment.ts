import type { TextEdit } from '../analysis/results';
import type { ModuleSyntax } from '../python/syntax';
import { environmentName } from '../secrets/environment-name';
import { findKeyLiterals, type KeyLiteral } from '../secrets/find-key-literals';
import { findProviderKey } from '../secrets/provider-keys';
import { declares, declareVariable, setVariable } from './environment-files';
import type { FixRequest, ProposedFix } from './fixer';
import { importEdit } from './import-edit';
import { replaceKey } from './key-replacement';
import { startOf, topLevelAt } from './syntax-walk';

interface Move {
  readonly variable: string;
  readonly value: string;
  readonly edits: readonly TextEdit[];
}

/** Reads a key literal from the environment; the variable is declared in `.env.example`, its value is for the person to set. */
export function moveToEnvironment(request: FixRequest): ProposedFix[] {
  const move = planMove(request);
  return move ? [{ title: `Read ${move.variable} from the environment`, edits: move.edits }] : [];
}

/** The same, and the key itself goes to `.env`, which git ignores. */
export function moveToEnvironmentFile(request: FixRequest): ProposedFix[] {
  const move = planMove(request);
  const kept = move ? setVariable(move.variable, move.value, request) : [];
  return move && kept.length > 0
    ? [
        {
          title: `Read ${move.variable} from the environment, and keep the key in .env`,
          edits: [...move.edits, ...kept],
        },
      ]
    : [];
}

function planMove(request: FixRequest): Move | undefined {
  const { finding, source, syntax, project } = request;
  if (!syntax) return undefined;
  const key = findKeyLiterals(syntax).find(({ start, end }) => start <= finding.span.start && finding.span.end <= end);
  const name = key && (key.name ?? nameOfProvider(key));
  if (!key || name === null || name === undefined) return undefined;
  const variable = freeVariable(key, environmentName(name), request);
  const environ = environIn(syntax);
  const replacement = variable && replaceKey(key, syntax, environ ?? 'os.environ', variable);
  if (!variable || !replacement) return undefined;
  const { start, end, newText, value } = replacement;
  const use = topLevelAt(syntax, start);
  const wanted = { module: '', name: 'os', file: null };
  const imported =
    environ === undefined ? [importEdit(source, syntax, project.modules, wanted, use ? startOf(use) : start)] : [];
  return {
    variable,
    value,
    edits: [...imported, { file: source.file, span: { start, end }, newText }, ...declareVariable(variable, request)],
  };
}

function nameOfProvider({ value }: KeyLiteral): string | null {
  const provider = findProviderKey(value)?.format.provider;
  return provider === undefined ? null : `${provider}_API_KEY`;
}

/** Two keys must not become one variable: a name that is taken gets a number, unless the code asks for it already. */
function freeVariable(key: KeyLiteral, variable: string, { source, open }: FixRequest): string | undefined {
  if (!/^[A-Z]\w*$/.test(variable)) return undefined;
  if (key.context === 'default') return key.name ?? variable;
  const isTaken = (candidate: string): boolean =>
    declares(open('.env.example'), candidate) ||
    declares(open('.env'), candidate) ||
    new RegExp(`(?:environ|getenv)\\W{1,4}(?:get\\()?["']${candidate}["']`).test(source.text);
  return ['', '_2', '_3', '_4', '_5'].map((suffix) => variable + suffix).find((candidate) => !isTaken(candidate));
}

/** How the module calls `os.environ`; undefined where it does not import it. */
function environIn({ body }: ModuleSyntax): string | undefined {
  for (const statement of body) {
    if (statement.kind === 'import') {
      const os = statement.modules.find(({ name }) => name === 'os');
      if (os) return `${os.alias ?? 'os'}.environ`;
    }
    if (statement.kind === 'import-from' && statement.module === 'os' && statement.level === 0) {
      const environ = statement.names?.find(({ name }) => name === 'environ');
      if (environ) return environ.alias ?? 'environ';
    }
  }
  return undefined;
}
