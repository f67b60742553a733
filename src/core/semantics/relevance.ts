import { findMember } from './classes';
import type { FunctionValue, Value } from './values';
import { lookUp } from './variables';
import type { Machine } from './machine';
import type { State } from './state';

type Definition = FunctionValue['definition'];

/** Words of which at least one stands in any code that tests or refuses a caller. */
const telling =
  /^(?:request|session|g|current_user|abort|connexion|redirect|jwt|Unauthorized|Forbidden|NotAuthorized)$|auth|login|logged|permission|token|api_?key|credential|require|secret|denied|forbid|identity|verify|signature|check_|_key$/i;

/** What a function's code mentions, inner functions included. */
interface Mentions {
  readonly isTelling: boolean;
  readonly refuses: boolean;
  readonly names: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
}

const mentions = new WeakMap<Definition, Mentions>();
/** Per machine: what a callee in another file says may have changed when the project is evaluated again. */
const verdicts = new WeakMap<Machine, Map<Definition, { mayGuard: boolean; readonly files: Set<string> }>>();

/** Functions looked at before a chain of calls is taken to test nobody. */
const mostCallees = 400;

/**
 * Whether a function, or one it calls by name, could test the caller at all. Only those are entered while a route is
 * judged: the rest of a project's code is not walked.
 */
export function mayGuard(machine: Machine, callee: FunctionValue, state: State): boolean {
  const known = verdicts.get(machine) ?? new Map<Definition, { mayGuard: boolean; readonly files: Set<string> }>();
  verdicts.set(machine, known);
  const verdict = known.get(callee.definition) ?? { mayGuard: false, files: new Set<string>() };
  if (!known.has(callee.definition)) {
    known.set(callee.definition, verdict);
    verdict.mayGuard = reachesGuard(machine, callee, state, verdict.files, new Set());
  }
  // The answer rests on these files, whoever asks.
  for (const file of verdict.files) machine.touched.add(file);
  return verdict.mayGuard;
}

function reachesGuard(
  machine: Machine,
  callee: FunctionValue,
  state: State,
  files: Set<string>,
  seen: Set<Definition>,
): boolean {
  seen.add(callee.definition);
  files.add(callee.scope.module.file);
  const { isTelling, names, attributes } = mentionsOf(callee.definition);
  if (isTelling) return true;
  if (seen.size > mostCallees) return false;
  const mentioned = [...names].map((name) => lookUp(machine, name, callee.scope, state));
  return [...mentioned, callee.owner ?? undefined].some(
    (value) =>
      value !== undefined &&
      functionsIn(machine, value, attributes).some(
        (one) => !seen.has(one.definition) && reachesGuard(machine, one, state, files, seen),
      ),
  );
}

/** Functions that code may call when it mentions a value and these attributes. */
function functionsIn(machine: Machine, value: Value, attributes: ReadonlySet<string>): readonly FunctionValue[] {
  switch (value.kind) {
    case 'function':
      return [value];
    case 'sequence':
      return value.items.filter((item) => item.kind === 'function');
    case 'instance':
      return functionsIn(machine, value.class, attributes);
    case 'class':
      return [...attributes].flatMap((name) => findMember(value, name)?.member ?? []).filter(isFunction);
    case 'module': {
      const scope = machine.modules.load(value.file);
      return [...attributes].flatMap((name) => scope?.names.get(name) ?? []).filter(isFunction);
    }
    default:
      return [];
  }
}

function isFunction(value: Value): value is FunctionValue {
  return value.kind === 'function';
}

function mentionsOf(definition: Definition): Mentions {
  const known = mentions.get(definition);
  if (known) return known;
  const names = new Set<string>();
  const attributes = new Set<string>();
  let isTelling = false;
  let refuses = false;
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      node.forEach(visit);
      return;
    }
    const entry = node as Readonly<Record<string, unknown>>;
    const word = entry.kind === 'name' ? entry.id : entry.kind === 'attribute' ? entry.name : undefined;
    if (typeof word === 'string') {
      if (telling.test(word)) isTelling = true;
      (entry.kind === 'name' ? names : attributes).add(word);
    }
    if (entry.kind === 'constant') {
      if (entry.value === 401 || entry.value === 403) isTelling = refuses = true;
      return;
    }
    for (const inner of Object.values(entry)) if (typeof inner === 'object') visit(inner);
  };
  visit(definition.body);
  visit(definition.parameters.map((parameter) => parameter.fallback));
  if (definition.kind === 'function' && telling.test(definition.name)) isTelling = true;
  const result = { isTelling, refuses, names, attributes };
  mentions.set(definition, result);
  return result;
}

const refusals = /^(?:abort|Unauthorized|Forbidden|unauthorized|forbidden|compare_digest)$/;

/** Whether a function's own code, inner functions included, refuses somebody. */
export function mayRefuse(definition: Definition): boolean {
  const { names, refuses } = mentionsOf(definition);
  return refuses || [...names].some((name) => refusals.test(name));
}

/** Whether an argument is worth following into a function: a callable, or data of the caller. */
export function isTellingArgument(value: Value): boolean {
  switch (value.kind) {
    case 'function':
    case 'decorated':
    case 'bound':
    case 'partial':
      return true;
    case 'external':
      return value.name.endsWith('.request') || value.name.includes('current_user');
    case 'symbol':
      return value.origins.length > 0 || value.nature === 'identity';
    case 'choice':
      return value.options.some(isTellingArgument);
    case 'sequence':
      return value.items.some(isTellingArgument);
    case 'mapping':
      return [...value.entries.values()].some((entry) => isTellingArgument(entry.value));
    default:
      return false;
  }
}
