import type { Expression, ModuleSyntax, Statement } from '../python/syntax';
import type { Location } from '../text/span';
import type { State } from './paths/state';
import type { Touched } from './paths/touched';
import type {
  CallArguments,
  ClassValue,
  ExternalValue,
  FunctionValue,
  InstanceValue,
  ModuleScope,
  Scope,
  Value,
} from './values/values';

/* The contract between the parts of the interpreter. Each part is a file of its own and reaches the others only
   through `Machine`, so that they form no import cycle; `create-machine.ts` puts them together. */

/** How an expression ended on one path: with a value, or with an exception. */
export interface Outcome {
  readonly state: State;
  /** The value, or the exception when `raised`. */
  readonly value: Value;
  readonly raised: boolean;
}

/** How a statement ended on one path: it went on, or left the block. */
export interface Completion {
  readonly state: State;
  readonly kind: 'next' | 'return' | 'raise' | 'break' | 'continue';
  readonly value: Value;
}

/** One running function, or the top level of a module. */
export interface Frame {
  readonly scope: Scope;
  readonly function: FunctionValue | null;
  /** First argument of the method that runs; for `super()`. */
  readonly receiver: Value | null;
  readonly depth: number;
  /** Enclosing `try` statements with handlers, in this function and its callers. */
  tryDepth: number;
  /** Values returned under conditions that were joined, not forked. */
  readonly returned: Value[];
  /** Values yielded so far, where the function is a generator. */
  readonly yielded: Value[];
  /** What stands where it yields, if somebody waits for it there. */
  readonly atYield?: AtYield | undefined;
  /** Depth of conditions that were joined; assignments then add alternatives. */
  joinDepth: number;
  /** Where the running function was called; null at a module's top level. */
  readonly calledFrom: Site | null;
  /** Definitions being run, outermost first; recursion ends by it. */
  readonly stack: readonly FunctionValue['definition'][];
}

/** Where in the code an operation stands. */
export interface Site {
  readonly location: Location;
  readonly frame: Frame;
  /** What stands where a generator that is called here yields: the body of `with`. */
  readonly atYield?: AtYield;
}

/** Runs what stands at a `yield`, with what it gives. */
export type AtYield = (given: Value, state: State) => Outcome[];

/** What is known of code outside the workspace: Flask, its extensions, the standard library. */
export interface Library {
  /** Value of a dotted name if it is more than a name, e.g. a container of inputs. */
  read(external: ExternalValue, site: Site, state: State): Value | undefined;
  /** The library, of those that a module took all names from, that a name comes from. */
  starredLibrary(libraries: ReadonlySet<string>, name: string): string | undefined;
  /** What a name stands for that is a proxy, asked for at each use. */
  standsFor(external: ExternalValue, site: Site, state: State): Outcome[] | undefined;
  call(name: string, given: CallArguments, site: Site, state: State): Outcome[] | undefined;
  /** Calls a method of an instance of a modelled class. */
  callMethod(
    receiver: InstanceValue,
    className: string,
    method: string,
    given: CallArguments,
    site: Site,
    state: State,
  ): Outcome[] | undefined;
  readAttribute(receiver: InstanceValue, className: string, name: string, site: Site, state: State): Value | undefined;
  /** Class attributes of modelled classes, e.g. `View.as_view`. */
  callClassMethod(
    receiver: ClassValue,
    className: string,
    method: string,
    given: CallArguments,
    site: Site,
    state: State,
  ): Outcome[] | undefined;
  readonly methods: ReadonlyMap<string, ReadonlySet<string>>;
  /** Calls a function wrapped by a decorator that cannot be read. */
  callDecorated(
    value: Extract<Value, { kind: 'decorated' }>,
    given: CallArguments,
    site: Site,
    state: State,
  ): Outcome[];
  /** Told of each class that was defined, with its decorators applied. */
  classDefined(value: ClassValue, site: Site): void;
}

/** Finds and evaluates modules of the workspace. */
export interface Modules {
  /** File of a module imported from another file, undefined when it is outside the workspace. */
  resolve(fromFile: string, module: string, level: number): string | undefined;
  /** The same, or what stands for the file of a library that is modelled in Python. */
  find(fromFile: string, module: string, level: number): string | undefined;
  /** The module's scope, evaluated as far as import cycles allow. */
  load(file: string): Scope | undefined;
  syntax(file: string): ModuleSyntax | undefined;
  /** Dotted name and file. */
  describe(file: string): ModuleScope;
  /** Whether a YAML or JSON file was ever asked for: then an edit of one may change everything. */
  readonly hasAskedForDocuments: boolean;
  /** YAML and JSON files, sorted. */
  readonly documents: readonly string[];
  /** What a YAML or JSON file holds; undefined when there is none or it is broken. */
  document(file: string): unknown;
}

/** Asked before a function is entered; a result replaces the call. */
export type EnterHook = (
  callee: FunctionValue,
  given: CallArguments,
  site: Site,
  state: State,
) => Outcome[] | undefined;

/** A function of the workspace that is about to run on a path. */
export interface Run {
  readonly callee: FunctionValue;
  /** With the receiver as the first. */
  readonly given: CallArguments;
  readonly receiver: Value | null;
  readonly site: Site;
  readonly state: State;
}

/** Runs a function once for all calls that it cannot tell apart. */
export interface CallMemo {
  remember(run: Run, compute: () => Outcome[]): Outcome[];
}

/** The interpreter as its parts see it. */
export interface Machine {
  readonly forking: boolean;
  readonly library: Library;
  readonly modules: Modules;
  readonly budget: Budget;
  readonly conditions: Condition[];
  /** Definitions entered so far; shows which functions were never called. */
  readonly entered: Set<FunctionValue['definition']>;
  /** Definitions that ran while modules were imported and factories called. */
  readonly imported: ReadonlySet<FunctionValue['definition']>;
  /** Functions whose code took part since the set was last cleared: entered, or only looked into. */
  touched: Touched;
  /** Remembers runs of functions; null while nothing is judged. */
  memo: CallMemo | null;
  enter: EnterHook | null;
  evaluate(expression: Expression, frame: Frame, state: State): Outcome[];
  evaluateArguments(
    call: Extract<Expression, { kind: 'call' }>,
    frame: Frame,
    state: State,
  ): { state: State; arguments: CallArguments; raised: Outcome | null }[];
  execute(statements: readonly Statement[], frame: Frame, state: State): Completion[];
  assign(target: Expression, value: Value, frame: Frame, state: State): void;
  call(callee: Value, given: CallArguments, site: Site, state: State): Outcome[];
  attribute(object: Value, name: string, site: Site, state: State): Value;
  subscript(object: Value, index: Value, site: Site, state: State): Outcome[];
  /** The paths on which the value is true and those on which it is false. */
  branch(value: Value, state: State, location: Location): { readonly truth: boolean; readonly state: State }[];
  compare(operator: string, left: Value, right: Value, site: Site, state: State): Value;
  /** Known items of an iterable and whether there may be others. */
  iterate(
    value: Value,
    site: Site,
    state: State,
  ): { readonly items: readonly Value[]; readonly open: boolean; readonly element: Value };
}

/** A condition of unknown truth under which something is registered. */
export interface Condition {
  readonly id: string;
  readonly says: string;
  readonly truth: boolean;
  readonly location: Location;
}

/** Steps that are left once a judgement took more than almost all of them do. */
const scarce = 75_000;

/** Bounds the work of one judgement; when it is spent, calls give unknown values. */
export class Budget {
  constructor(public remaining: number) {}

  /** Whether so much was walked that fewer paths are told apart from now on. */
  get isScarce(): boolean {
    return this.isScarceAfter(0);
  }

  /** Whether that is so once more steps were taken. */
  isScarceAfter(steps: number): boolean {
    return this.remaining - steps < scarce;
  }

  /** Takes one step; false when none is left. */
  spend(): boolean {
    return --this.remaining > 0;
  }
}

/** One path, on which the result is this value. */
export function evaluated(state: State, value: Value): Outcome[] {
  return [{ state, value, raised: false }];
}

/** One path, on which this exception is raised. */
export function raised(state: State, exception: Value): Outcome[] {
  return [{ state, value: exception, raised: true }];
}

/** The path goes on with the next statement. */
export const next = (state: State): Completion[] => [{ state, kind: 'next', value: { kind: 'constant', value: null } }];

/** Goes on with each path that has a value; exceptions pass through. */
export function then(outcomes: readonly Outcome[], next: (value: Value, state: State) => Outcome[]): Outcome[] {
  const [only] = outcomes;
  if (outcomes.length === 1 && only !== undefined) return only.raised ? [only] : next(only.value, only.state);
  return outcomes.flatMap((outcome) => (outcome.raised ? [outcome] : next(outcome.value, outcome.state)));
}

/** Location of a node in the file of a frame. Its span is the node itself, so that it moves when the text is edited. */
export function locate(frame: Frame, node: { readonly start: number; readonly end: number }): Location {
  return { file: frame.scope.module.file, span: node };
}

/** The scope of a module's top level. */
export function moduleScope(module: ModuleScope, id: number): Scope {
  return newScope(module, id, null, false);
}

/** A scope below another one. */
export function childScope(parent: Scope, id: number, isClass = false): Scope {
  return newScope(parent.module, id, parent, isClass);
}

/** One literal for all: on Node 20, what is added to the copy of an object gives each copy a hidden class of its own. */
function newScope(module: ModuleScope, id: number, parent: Scope | null, isClass: boolean): Scope {
  return {
    id,
    parent,
    module,
    names: new Map(),
    isClass,
    globals: new Set(),
    nonlocals: new Set(),
    boundOnPaths: new Set(),
  };
}

/** A frame for code that runs at a module's top level. */
export function moduleFrame(scope: Scope): Frame {
  return {
    scope,
    function: null,
    receiver: null,
    depth: 0,
    tryDepth: 0,
    returned: [],
    yielded: [],
    joinDepth: 0,
    calledFrom: null,
    stack: [],
  };
}
