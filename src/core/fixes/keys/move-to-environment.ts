import type { TextEdit } from '../../results/results';
import { findAddressLiteral } from '../../secrets/address-literals';
import { environmentName } from '../../secrets/environment-name';
import { findKeys } from '../../secrets/find-keys';
import { keyHomeOf } from '../../secrets/key-homes';
import { findKeyLiterals, type KeyLiteral } from '../../secrets/find-key-literals';
import { findProviderKey } from '../../secrets/providers/provider-keys';
import { findImportedKeys } from '../../secrets/traced-imports';
import { isSameSpan } from '../../text/span';
import { declares, declareVariable, setVariable, variableHolding } from './environment-files';
import type { FixRequest, ProposedFix } from '../fixer';
import { variableAsked } from './fallback-replacement';
import { replaceKey } from './key-replacement';
import { libraryReference } from '../edits/library-reference';

interface Move {
  readonly variable: string;
  readonly value: string;
  /** Where the key is read from then. */
  readonly from: string;
  readonly edits: readonly TextEdit[];
}

/** Reads a key literal from the environment; the variable is declared in `.env.example`, its value is for the person to set. */
export function moveToEnvironment(request: FixRequest): ProposedFix[] {
  const move = planMove(request);
  return move ? [{ title: `Read ${move.variable} from ${move.from}`, edits: move.edits }] : [];
}

/** The same, and the key itself goes to `.env`, which git ignores. */
export function moveToEnvironmentFile(request: FixRequest): ProposedFix[] {
  const move = planMove(request);
  const kept = move?.from === 'the environment' ? setVariable(move.variable, move.value, request) : [];
  return move && kept.length > 0
    ? [
        {
          title: `Read ${move.variable} from the environment, and keep the key in .env`,
          edits: [...move.edits, ...kept],
        },
      ]
    : [];
}

/** A file of another format refers to the variable in its own words, or not at all. */
function planMoveInSettings(request: FixRequest): Move | undefined {
  const { finding, source, project } = request;
  const home = keyHomeOf(source.file);
  if (!home) return undefined;
  const { parse } = project.source;
  const key = findKeys({ file: source.file, text: source.text, syntax: () => undefined, parse }).find((one) =>
    isSameSpan(one, finding.span),
  );
  if (key?.context !== 'assignment' || key.name === null) return undefined;
  const { name, value, start, end } = key;
  const free = freeVariable(environmentName(name), request);
  if (free === undefined) return undefined;
  const variable = home.isEnvironment ? (variableHolding(value, request.open('.env')) ?? free) : free;
  const replacement = home.replace(source.text, { start, end }, variable);
  if (!replacement) return undefined;
  return {
    variable,
    value,
    from: home.from,
    edits: [{ file: source.file, ...replacement }, ...(home.isEnvironment ? declareVariable(variable, request) : [])],
  };
}

function planMove(request: FixRequest): Move | undefined {
  const { finding, source, syntax, project } = request;
  if (!syntax) return planMoveInSettings(request);
  const isHere = ({ start, end }: KeyLiteral): boolean => start <= finding.span.start && finding.span.end <= end;
  const key =
    findKeyLiterals(syntax).find(isHere) ??
    findImportedKeys(project).find((one) => one.file === source.file && isHere(one.key))?.key ??
    findAddressLiteral(syntax, finding.span);
  const name = key && (key.name ?? nameOfProvider(key));
  if (!key || name === null || name === undefined) return undefined;
  const environ = libraryReference(request, 'os', 'environ', key.start);
  const free = variableAsked(key, syntax) ?? freeVariable(environmentName(name), request);
  const code = { syntax, text: source.text };
  const plan = environ && free !== undefined && replaceKey(key, code, environ.text, free);
  if (!plan) return undefined;
  // A key that `.env` holds already keeps the name that it has there.
  const variable = variableHolding(plan.value, request.open('.env')) ?? free;
  const replacement = replaceKey(key, code, environ.text, variable);
  if (!replacement) return undefined;
  const { start, end, newText, value } = replacement;
  return {
    variable,
    value,
    from: 'the environment',
    edits: [
      // An option of click reads the environment itself.
      ...(newText.includes(environ.text) ? environ.edits : []),
      { file: source.file, span: { start, end }, newText },
      ...declareVariable(variable, request),
    ],
  };
}

function nameOfProvider({ value }: KeyLiteral): string | null {
  const provider = findProviderKey(value)?.provider;
  return provider === undefined ? null : `${provider}_API_KEY`;
}

/** Two keys must not become one variable: a name that is taken gets a number, unless the code asks for it already. */
function freeVariable(variable: string, { source, open }: FixRequest): string | undefined {
  if (!/^[A-Z]\w*$/.test(variable)) return undefined;
  const isTaken = (candidate: string): boolean =>
    declares(open('.env.example'), candidate) ||
    declares(open('.env'), candidate) ||
    new RegExp(`(?:environ|getenv)\\W{1,4}(?:get\\()?["']${candidate}["']`).test(source.text);
  return ['', '_2', '_3', '_4', '_5'].map((suffix) => variable + suffix).find((candidate) => !isTaken(candidate));
}
