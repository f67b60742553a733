import type { FunctionValue, Value } from './values';
import { lookUp } from './variables';
import type { Machine } from './machine';
import type { State } from './state';

type Definition = FunctionValue['definition'];

/** Words of which at least one stands in any code that tests or refuses a caller. */
const telling =
  /^(?:request|session|g|current_user|abort|connexion|redirect|jwt|Unauthorized|Forbidden|NotAuthorized)$|auth|login|logged|permission|token|api_?key|credential|require|secret|denied|forbid|identity|verify|signature|check_|_key$/i;

const mentions = new WeakMap<
  Definition,
  { readonly isTelling: boolean; readonly refuses: boolean; readonly names: ReadonlySet<string> }
>();
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
  const { isTelling, names } = mentionsOf(callee.definition);
  if (isTelling) return true;
  if (seen.size > mostCallees) return false;
  return [...names].some((name) => {
    const value = lookUp(machine, name, callee.scope, state);
    const callees = value?.kind === 'sequence' ? value.items : value ? [value] : [];
    return callees.some(
      (one) => one.kind === 'function' && !seen.has(one.definition) && reachesGuard(machine, one, state, files, seen),
    );
  });
}

function mentionsOf(definition: Definition): {
  readonly isTelling: boolean;
  readonly refuses: boolean;
  readonly names: ReadonlySet<string>;
} {
  const known = mentions.get(definition);
  if (known) return known;
  const names = new Set<string>();
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
      if (entry.kind === 'name') names.add(word);
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
  const result = { isTelling, refuses, names };
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
