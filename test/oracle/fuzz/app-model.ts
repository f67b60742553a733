/** A generated app as plain data, so that it can be rendered to Python and shrunk part by part. */

/** Where a caller's key is read from; the oracle sends it in all of these places at once. */
export type Source =
  | 'get'
  | 'get-empty'
  | 'get-or-empty'
  | 'subscript'
  | 'stripped'
  | 'named'
  | 'environ'
  | 'helper'
  | 'caught'
  | 'query'
  | 'cookie'
  | 'bearer'
  | 'bearer-partition'
  | 'basic';

/** One test, of the key or of something else. `key` stands for the expression that holds it. */
export type Atom =
  | 'equals-constant'
  | 'equals-environ'
  | 'equals-environ-get'
  | 'equals-environ-get-empty'
  | 'digest'
  | 'digest-or-empty'
  | 'in-set'
  | 'in-split'
  | 'in-split-default'
  | 'in-string'
  | 'lookup'
  | 'any-equal'
  | 'helper-valid'
  | 'hashed-member'
  | 'hashed-equal'
  | 'any-digest'
  | 'not-all-differ'
  | 'filtered'
  | 'next'
  | 'stripped-equal'
  | 'in-owners'
  | 'owner-equal'
  | 'user-found'
  | 'pair-error'
  | 'dict-error'
  | 'dict-ok'
  | 'conditional-false'
  | 'conditional-true'
  | 'same-twice'
  | 'matches'
  | 'helper-present'
  | 'truthy'
  | 'not-none'
  | 'not-empty'
  | 'long-enough'
  | 'prefix'
  | 'in-headers'
  | 'known-user'
  | 'preview'
  | 'setting'
  | 'always'
  | 'never'
  | 'is-post'
  | 'below-prefix';

/** A condition that is meant to hold for a caller who may pass. */
export type Condition =
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

/** How a caller who may not pass is refused; the last three do not refuse. */
export type Denial =
  | 'abort'
  | 'tuple'
  | 'jsonify'
  | 'response'
  | 'raise'
  | 'raise-own'
  | 'make-response'
  | 'abort-response'
  | 'redirect'
  | 'helper-abort'
  | 'helper-refusal'
  | 'forgotten-return'
  | 'log-only'
  | 'not-raised';

/** The statements around condition and denial. */
export type Shape =
  | 'if-not'
  | 'if-else'
  | 'named-bool'
  | 'try-raise'
  | 'swallowed'
  | 'finally-passes'
  | 'reraised'
  | 'optional-key'
  | 'nested-ifs'
  | 'ignored'
  | 'assert'
  | 'called-helper'
  | 'returned-refusal'
  | 'dropped-refusal'
  | 'for-else'
  | 'for-flag'
  | 'flag'
  | 'errors'
  | 'match'
  | 'match-key'
  | 'walrus'
  | 'try-else'
  | 'returns-bool'
  | 'returns-pair'
  | 'returns-dict'
  | 'returns-user'
  | 'on-g'
  | 'conditional-expression';

/** One check, wherever it stands. */
export interface Check {
  readonly source: Source;
  readonly isInline: boolean;
  readonly condition: Condition;
  readonly denial: Denial;
  readonly shape: Shape;
}

/** A decorator with a check inside its wrapper. */
export interface Guard {
  readonly form:
    | 'function'
    | 'factory'
    | 'class'
    | 'class-factory'
    | 'optional-argument'
    | 'no-wraps'
    | 'returns-view'
    | 'late'
    | 'logs';
  readonly check: Check;
}

/** A before_request hook; `exempt` returns early. */
export interface Hook {
  readonly on: number | 'app';
  readonly form: 'decorator' | 'call' | 'list' | 'registrar' | 'preprocessor' | 'app-request';
  readonly exempt:
    | 'none'
    | 'endpoint'
    | 'endpoint-prefix'
    | 'path'
    | 'path-prefix'
    | 'path-regex'
    | 'method'
    | 'blueprint'
    | 'view-attribute'
    | 'identify';
  readonly check: Check;
}

/** A blueprint, inside another or in the app. */
export interface BlueprintModel {
  readonly prefix: boolean;
  readonly parent: number | null;
  readonly isMounted: boolean;
}

/** One view with its rule. */
export interface RouteModel {
  readonly on: number | 'app';
  readonly form:
    'decorator' | 'shortcut' | 'add-url-rule' | 'method-view' | 'inherited-view' | 'checked-view' | 'plain-view';
  readonly methods: readonly ('GET' | 'POST' | 'DELETE')[];
  /** Indexes of guards, outermost first. */
  readonly guards: readonly number[];
  /** Index of a guard that stands above the route decorator, where it does nothing. */
  readonly misplaced: number | null;
  readonly body: Check | null;
  /** Its function has the attribute that a hook may ask for. */
  readonly isMarked: boolean;
}

/** A whole app. */
export interface FuzzApp {
  readonly blueprints: readonly BlueprintModel[];
  readonly guards: readonly Guard[];
  readonly hooks: readonly Hook[];
  readonly routes: readonly RouteModel[];
  /** Asked of all requests before Flask sees them. */
  readonly middleware: Condition | null;
}
