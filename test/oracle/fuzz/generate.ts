/** Draws apps: mostly ordinary checks, each with some chance of a twist. */
import type { Atom, BlueprintModel, Check, Condition, FuzzApp, Guard, Hook, RouteModel, Source } from './app-model';
import type { Random } from './random';

const headerSources: readonly [Source, ...Source[]] = [
  'get',
  'get',
  'get-empty',
  'get-or-empty',
  'subscript',
  'stripped',
  'named',
  'environ',
  'helper',
  'caught',
];

/** An app mostly reads its key from one place. */
const placesOfKeys: readonly [readonly [Source, ...Source[]], ...(readonly [Source, ...Source[]])[]] = [
  headerSources,
  headerSources,
  headerSources,
  ['query'],
  ['bearer', 'bearer-partition'],
  ['cookie'],
  ['basic'],
  [...headerSources, 'query', 'bearer', 'cookie'],
];

/** One app of two to five routes. */
export function generateApp(random: Random): FuzzApp {
  const blueprints = times(random.integer(3), (index) => generateBlueprint(random, index));
  const sources = random.pick(placesOfKeys);
  const identifies = random.chance(0.15);
  const drawCheck = (): Check => generateCheck(random, sources, identifies);
  const guards = times(random.integer(3), () => generateGuard(random, drawCheck));
  const hooks = random.chance(0.4)
    ? times(1 + random.integer(2), () => generateHook(random, blueprints.length, drawCheck))
    : [];
  const routes = times(2 + random.integer(4), () => generateRoute(random, blueprints.length, guards.length, drawCheck));
  const middleware = random.chance(0.05) ? generateCondition(random, 1, false) : null;
  // Who reads `g.user` has a hook that sets it: otherwise a library might.
  const identify: Hook[] = identifies ? [{ on: 'app', form: 'decorator', exempt: 'identify', check: drawCheck() }] : [];
  return { blueprints, guards, hooks: [...identify, ...hooks], routes, middleware };
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
    form: random.pick([
      'function',
      'function',
      'function',
      'factory',
      'class',
      'class-factory',
      'optional-argument',
      'no-wraps',
      'returns-view',
      'late',
      'logs',
    ]),
    check: drawCheck(),
  };
}

function generateHook(random: Random, blueprints: number, drawCheck: () => Check): Hook {
  const on = place(random, blueprints);
  return {
    on,
    form: random.pick(['decorator', 'decorator', 'call', 'list', 'registrar', 'preprocessor', 'app-request']),
    exempt: random.pick([
      'none',
      'none',
      'none',
      'endpoint',
      'endpoint-prefix',
      'path',
      'path-prefix',
      'path-regex',
      'method',
      'blueprint',
      'view-attribute',
    ]),
    check: drawCheck(),
  };
}

function generateRoute(random: Random, blueprints: number, guards: number, drawCheck: () => Check): RouteModel {
  const chosen = guards > 0 && random.chance(0.5) ? times(1 + random.integer(2), () => random.integer(guards)) : [];
  return {
    on: place(random, blueprints),
    form: random.pick([
      'decorator',
      'decorator',
      'shortcut',
      'add-url-rule',
      'method-view',
      'inherited-view',
      'checked-view',
      'plain-view',
    ]),
    methods: random.pick([['GET'], ['POST'], ['GET', 'POST'], ['GET', 'DELETE']]),
    guards: chosen,
    misplaced: guards > 0 && random.chance(0.1) ? random.integer(guards) : null,
    body: random.chance(0.6) ? drawCheck() : null,
    isMarked: random.chance(0.2),
  };
}

function place(random: Random, blueprints: number): number | 'app' {
  return blueprints > 0 && random.chance(0.6) ? random.integer(blueprints) : 'app';
}

/** A random check; the fuzzer's whole alphabet is here and in `app-model.ts`. */
function generateCheck(random: Random, sources: readonly [Source, ...Source[]], identifies: boolean): Check {
  return {
    source: random.pick(sources),
    isInline: random.chance(0.3),
    condition: generateCondition(random, 2, identifies),
    denial: random.chance(0.9)
      ? random.pick([
          'abort',
          'abort',
          'tuple',
          'jsonify',
          'response',
          'raise',
          'raise-own',
          'make-response',
          'abort-response',
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
          'for-flag',
          'flag',
          'errors',
          'match',
          'match-key',
          'walrus',
          'try-else',
          'returns-bool',
          'returns-pair',
          'returns-dict',
          'returns-user',
          'on-g',
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
  'hashed-member',
  'hashed-equal',
  'any-digest',
  'not-all-differ',
  'filtered',
  'next',
  'stripped-equal',
  'in-owners',
  'owner-equal',
  'user-found',
  'pair-error',
  'dict-error',
  'dict-ok',
  'conditional-false',
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
  'conditional-true',
  'same-twice',
  'matches',
];
const other: readonly [Atom, ...Atom[]] = ['preview', 'setting', 'always', 'never', 'is-post', 'below-prefix'];

function generateCondition(random: Random, depth: number, identifies: boolean): Condition {
  if (depth === 0 || random.chance(0.55)) {
    if (identifies && random.chance(0.2)) return { kind: 'atom', atom: 'known-user' };
    const kinds = random.chance(0.6) ? validating : random.chance(0.75) ? doubtful : other;
    return { kind: 'atom', atom: random.pick(kinds) };
  }
  if (random.chance(0.2)) return { kind: 'not', of: generateCondition(random, depth - 1, identifies) };
  return {
    kind: random.pick(['and', 'or']),
    left: generateCondition(random, depth - 1, identifies),
    right: generateCondition(random, depth - 1, identifies),
  };
}
