/** Draws apps: mostly ordinary checks, each with some chance of a twist. */
import type { Atom, BlueprintModel, Check, Condition, FuzzApp, Guard, Hook, RouteModel, Source } from './app-model';
import type { Random } from './random';

const headerSources: readonly [Source, ...Source[]] = ['get', 'get', 'get-empty', 'get-or-empty', 'subscript'];

/** An app mostly reads its key from one place. */
const placesOfKeys: readonly [readonly [Source, ...Source[]], ...(readonly [Source, ...Source[]])[]] = [
  headerSources,
  headerSources,
  headerSources,
  ['query'],
  ['bearer'],
  [...headerSources, 'query', 'bearer'],
];

/** One app of two to five routes. */
export function generateApp(random: Random): FuzzApp {
  const blueprints = times(random.integer(3), (index) => generateBlueprint(random, index));
  const sources = random.pick(placesOfKeys);
  const drawCheck = (): Check => generateCheck(random, sources);
  const guards = times(random.integer(3), () => generateGuard(random, drawCheck));
  const hooks = random.chance(0.4)
    ? times(1 + random.integer(2), () => generateHook(random, blueprints.length, drawCheck))
    : [];
  const routes = times(2 + random.integer(4), () => generateRoute(random, blueprints.length, guards.length, drawCheck));
  return { blueprints, guards, hooks, routes };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function generateBlueprint(random: Random, index: number): BlueprintModel {
  return {
    prefix: random.chance(0.7),
    parent: index > 0 && random.chance(0.3) ? random.integer(index) : null,
    isMounted: random.chance(0.92),
  };
}

function generateGuard(random: Random, drawCheck: () => Check): Guard {
  return {
    form: random.pick(['function', 'function', 'function', 'factory', 'class', 'returns-view', 'late', 'logs']),
    check: drawCheck(),
  };
}

function generateHook(random: Random, blueprints: number, drawCheck: () => Check): Hook {
  const on = place(random, blueprints);
  return {
    on,
    form: random.pick(['decorator', 'decorator', 'call', 'app-request']),
    exempt: random.pick(['none', 'none', 'endpoint', 'path', 'method', 'blueprint', 'identify']),
    check: drawCheck(),
  };
}

function generateRoute(random: Random, blueprints: number, guards: number, drawCheck: () => Check): RouteModel {
  const chosen = guards > 0 && random.chance(0.5) ? times(1 + random.integer(2), () => random.integer(guards)) : [];
  return {
    on: place(random, blueprints),
    form: random.pick(['decorator', 'decorator', 'shortcut', 'add-url-rule', 'method-view']),
    methods: random.pick([['GET'], ['POST'], ['GET', 'POST'], ['GET', 'DELETE']]),
    guards: chosen,
    misplaced: guards > 0 && random.chance(0.1) ? random.integer(guards) : null,
    body: random.chance(0.6) ? drawCheck() : null,
  };
}

function place(random: Random, blueprints: number): number | 'app' {
  return blueprints > 0 && random.chance(0.6) ? random.integer(blueprints) : 'app';
}

/** A random check; the fuzzer's whole alphabet is here and in `app-model.ts`. */
function generateCheck(random: Random, sources: readonly [Source, ...Source[]]): Check {
  return {
    source: random.pick(sources),
    isInline: random.chance(0.3),
    condition: generateCondition(random, 2),
    denial: random.chance(0.9)
      ? random.pick([
          'abort',
          'abort',
          'tuple',
          'jsonify',
          'response',
          'raise',
          'redirect',
          'helper-abort',
          'helper-refusal',
        ])
      : random.pick(['forgotten-return', 'log-only', 'not-raised']),
    shape: random.chance(0.55)
      ? random.pick(['if-not', 'if-not', 'if-else', 'named-bool'])
      : random.pick([
          'try-raise',
          'swallowed',
          'finally-passes',
          'reraised',
          'optional-key',
          'nested-ifs',
          'ignored',
          'assert',
          'called-helper',
          'returned-refusal',
          'dropped-refusal',
          'for-else',
          'conditional-expression',
        ]),
  };
}

const validating: readonly [Atom, ...Atom[]] = [
  'equals-constant',
  'equals-environ',
  'digest',
  'digest-or-empty',
  'in-set',
  'in-split',
  'lookup',
  'any-equal',
  'helper-valid',
];
const doubtful: readonly [Atom, ...Atom[]] = [
  'equals-environ-get',
  'equals-environ-get-empty',
  'in-split-default',
  'in-string',
  'helper-present',
  'truthy',
  'not-none',
  'not-empty',
  'long-enough',
  'prefix',
  'in-headers',
];
const other: readonly [Atom, ...Atom[]] = [
  'preview',
  'setting',
  'always',
  'never',
  'is-post',
  'below-prefix',
  'known-user',
];

function generateCondition(random: Random, depth: number): Condition {
  if (depth === 0 || random.chance(0.55)) {
    const kinds = random.chance(0.6) ? validating : random.chance(0.75) ? doubtful : other;
    return { kind: 'atom', atom: random.pick(kinds) };
  }
  if (random.chance(0.2)) return { kind: 'not', of: generateCondition(random, depth - 1) };
  return {
    kind: random.pick(['and', 'or']),
    left: generateCondition(random, depth - 1),
    right: generateCondition(random, depth - 1),
  };
}
