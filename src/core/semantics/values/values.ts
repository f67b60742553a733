import type { ClassDefinition, FunctionDefinition, LambdaExpression } from '../../python/syntax';
import type { Location } from '../../text/span';
import { shortId } from './short-id';
import type { Check, Origin, Trap } from './credential-check';
import type { Field } from './field';

/**
 * - `input`: the caller's own data, raw or transformed
 * - `lookup`: something found by the caller's data
 * - `identity`: who the caller is by a signed session or a provider
 * - `setting`: environment or configuration
 * - `server`: anything else that the caller does not control
 */
export type Nature = 'input' | 'lookup' | 'identity' | 'setting' | 'server';

/** A value known only by where it came from. Equal ids on one path are the same value. */
export interface SymbolValue {
  readonly kind: 'symbol';
  readonly id: string;
  /** For people: "header X-API-Key", "os.environ['API_KEY']". */
  readonly says: string;
  readonly nature: Nature;
  readonly origins: readonly Origin[];
  /** Set for `request.headers` and its kin: reading a field gives an input. */
  readonly container?: Origin['source'];
  readonly field?: Field;
  readonly optional?: boolean;
  readonly mayBeEmpty?: boolean;
  /** Only the form of the input (length, prefix, scheme): comparing it proves nothing. */
  readonly isShape?: boolean;
  readonly isText?: boolean;
  /** Of a text around a setting or signed with it: what it is when the setting is unset anybody can tell. */
  readonly holdsUnset?: Trap | undefined;
  /** Never empty, e.g. a digest: its truth proves nothing. */
  readonly isTruthy?: boolean;
  /** A condition that nothing fulfils, or a query with one: what is looked for is None. */
  readonly findsNothing?: boolean;
  /** What stands for what was not found, to use which without a test fails. `perhaps none`: a dict's `get` gives None, another's may not. */
  readonly ifMissing?: 'none' | 'perhaps none' | 'empty';
  /** What a former request may have put where it was found. */
  readonly isOfFormerRequest?: true;
  /** What a digest with the server's key is made of: where that is the caller's data, theirs when compared with what the server keeps. */
  readonly digestOf?: Value;
  /** The server's secret that is a part of this text of the caller's: to send the same, one must know it. */
  readonly mixedWith?: SymbolValue;
  /** A collection; whether the empty string may be a member. */
  readonly collection?: { readonly mayHoldEmpty: boolean; readonly secretId: string };
  /** Ids of the values that this was transformed from. */
  readonly bases?: readonly string[];
  readonly ifTrue?: Check | null | undefined;
  readonly ifFalse?: Check | null | undefined;
  /** True or False itself. */
  readonly isTest?: boolean;
  /** Set for `not x`: deciding it decides `x`. */
  readonly negationOf?: SymbolValue;
  /** Its truth is that of another symbol, or the opposite. */
  readonly sameTruth?: { readonly id: string; readonly negated: boolean };
  /** Known beginning and end of a text, e.g. the constant part of `request.path`. */
  readonly knownPrefix?: string;
  readonly knownSuffix?: string;
  /** Dotted call path for provider models, e.g. `flask_login.LoginManager`. */
  readonly instanceOf?: string;
  readonly arguments?: CallArguments;
}

/** A literal, or what is known to equal one. */
export interface ConstantValue {
  readonly kind: 'constant';
  readonly value: string | number | boolean | null;
  /** Where a None is written; of others nobody asks. */
  readonly location?: Location;
  /** What the request that is judged has by its route: `request.path`, `request.endpoint`. */
  readonly isOfRequest?: true;
}

/** A list, tuple or set whose items are known. */
export interface SequenceValue {
  readonly kind: 'sequence';
  readonly id: number;
  readonly type: 'list' | 'tuple' | 'set';
  items: readonly Value[];
  /** More, unknown items may follow. */
  open: boolean;
}

/** A dict whose entries are known. */
export interface MappingValue {
  readonly kind: 'mapping';
  readonly id: number;
  /** Keyed by `keyOf` a constant. */
  entries: ReadonlyMap<string, { readonly key: Value; readonly value: Value }>;
  open: boolean;
}

/** The names of a module, function or class body. */
export interface Scope {
  readonly id: number;
  readonly parent: Scope | null;
  readonly module: ModuleScope;
  readonly names: Map<string, Value>;
  /** Class bodies are skipped when inner functions look names up. */
  readonly isClass: boolean;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
  /** Names that some path bound while a request was judged; their values are with each path. */
  readonly boundOnPaths: Set<string>;
  /** Parameters of the function whose scope it is. */
  parameters?: readonly string[];
  /** Modules outside the workspace of which a module took all names. */
  starred?: Set<string>;
}

/** What values need to know of the module they came from. */
export interface ModuleScope {
  readonly file: string;
  readonly name: string;
}

/** A function of the workspace, with the scope that it closes over. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly id: number;
  readonly definition: FunctionDefinition | LambdaExpression;
  readonly scope: Scope;
  readonly attributes: Map<string, Value>;
  /** Class in whose body it was defined; for `super()`. */
  owner: ClassValue | null;
  /** `staticmethod`, `classmethod`, `property`. */
  readonly binding: 'plain' | 'static' | 'class' | 'property';
  readonly fallbacks: ReadonlyMap<string, Value>;
  /** Set by `functools.wraps`. */
  wraps: Value | null;
}

/** A class of the workspace. */
export interface ClassValue {
  readonly kind: 'class';
  readonly id: number;
  readonly definition: ClassDefinition;
  readonly scope: Scope;
  readonly bases: readonly Value[];
  readonly members: Map<string, Value>;
}

/** An object of a class, known or not. */
export interface InstanceValue {
  readonly kind: 'instance';
  readonly id: number;
  readonly class: ClassValue | ExternalValue;
  readonly attributes: Map<string, Value>;
  readonly location: Location;
  readonly arguments: CallArguments;
}

/** A method of the workspace together with the object it was reached through. */
export interface BoundMethod {
  readonly kind: 'bound';
  readonly receiver: Value;
  readonly function: FunctionValue;
}

/** A method of a modelled object or a builtin: `app.route`, `key.strip`. */
export interface MethodValue {
  readonly kind: 'method';
  readonly receiver: Value;
  readonly name: string;
}

/** A module of the workspace. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly file: string;
}

/** Something reached by its qualified name outside the workspace, e.g. `flask.request`. */
export interface ExternalValue {
  readonly kind: 'external';
  readonly name: string;
}

/** A function wrapped by a decorator whose code cannot be read. */
export interface DecoratedValue {
  readonly kind: 'decorated';
  readonly id: number;
  readonly by: Value;
  readonly byName: string;
  readonly arguments: CallArguments | null;
  readonly inner: Value;
  readonly location: Location;
}

/** `functools.partial(callee, …)`. */
export interface PartialValue {
  readonly kind: 'partial';
  readonly callee: Value;
  readonly arguments: CallArguments;
}

/** A function without Python code that we model: `name` says which, `data` is what it closes over. */
export interface NativeFunction {
  readonly kind: 'native';
  readonly name: string;
  readonly data: readonly Value[];
  readonly location: Location | null;
  readonly arguments?: CallArguments;
}

/** A response object; status null when it cannot be known. */
export interface ResponseValue {
  readonly kind: 'response';
  readonly status: number | null;
  readonly isRedirect: boolean;
  /** A redirect to a login page, or a body that says that the caller is refused. */
  readonly refuses: boolean;
  readonly location: Location;
}

/** A raised exception; `name` qualified, `status` for HTTP exceptions. */
export interface ExceptionValue {
  readonly kind: 'exception';
  readonly name: string;
  readonly status: number | null;
  readonly instance: Value | null;
  readonly isImplicit: boolean;
  readonly location: Location;
}

/** One of several, when branches were joined. */
export interface ChoiceValue {
  readonly kind: 'choice';
  readonly options: readonly Value[];
}

/** An import that could not be resolved yet because modules import one another in a circle. */
export interface PendingImport {
  readonly kind: 'pending';
  readonly file: string;
  readonly name: string;
}

/** Anything that an expression can give. */
export type Value =
  | SymbolValue
  | ConstantValue
  | SequenceValue
  | MappingValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | BoundMethod
  | MethodValue
  | ModuleValue
  | ExternalValue
  | DecoratedValue
  | PartialValue
  | NativeFunction
  | ResponseValue
  | ExceptionValue
  | ChoiceValue
  | PendingImport;

/** Evaluated arguments of a call. */
export interface CallArguments {
  readonly positional: readonly Value[];
  readonly keyword: ReadonlyMap<string, Value>;
  /** `*args` or `**kwargs` of unknown content were given. */
  readonly open: boolean;
  /** What `**` was given of the caller's data: `run(**request.get_json())`. */
  readonly spread?: SymbolValue;
}

let lastId = 0;

/** A number that no other object of this process has. */
export function freshId(): number {
  return ++lastId;
}

/** A constant, with its place where it is a None that is written. */
export function constant(value: ConstantValue['value'], location?: Location): ConstantValue {
  return location ? { kind: 'constant', value, location } : { kind: 'constant', value };
}

/** `None`. */
export const none: ConstantValue = constant(null);

/** A function as a bare `def` or `lambda` makes it. */
export function functionValue(definition: FunctionValue['definition'], scope: Scope): FunctionValue {
  return {
    kind: 'function',
    id: freshId(),
    definition,
    scope,
    attributes: new Map(),
    owner: null,
    binding: 'plain',
    fallbacks: new Map(),
    wraps: null,
  };
}

/** A list, tuple or set with known items. */
export function sequence(type: SequenceValue['type'], items: readonly Value[], open = false): SequenceValue {
  return { kind: 'sequence', id: freshId(), type, items, open };
}

/** A dict with known entries. */
export function mapping(entries: MappingValue['entries'] = new Map(), open = false): MappingValue {
  return { kind: 'mapping', id: freshId(), entries, open };
}

/** A server-side value about which nothing is known. */
export function opaque(id: string, says = id): SymbolValue {
  return { kind: 'symbol', id, says, nature: 'server', origins: [] };
}

/** Dictionary key of what equals only itself, undefined for what cannot be a known key. */
export function keyOf(value: Value): string | undefined {
  if (value.kind === 'constant') return `${typeof value.value}:${String(value.value)}`;
  if (value.kind === 'function' || value.kind === 'class') return identify(value);
  if (value.kind !== 'sequence' || value.type === 'list' || value.open) return undefined;
  const keys = value.items.map(keyOf);
  return keys.includes(undefined) ? undefined : `${value.type}(${keys.join()})`;
}

/** Where a dict keeps the entry of a key: what is stored under something unknown is found by the same unknown. */
export function entryKey(value: Value): string {
  return keyOf(value) ?? `dynamic:${identify(value)}`;
}

/** The text of a string constant. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}

const mostAlternatives = 4;

/** Joins alternatives; at most four different ones are kept. */
export function choice(options: readonly Value[]): Value {
  const flat: Value[] = [];
  const add = (option: Value): void => {
    if (option.kind === 'choice') for (const inner of option.options) add(inner);
    else if (flat.length < mostAlternatives && !flat.some((known) => isSameValue(known, option))) flat.push(option);
  };
  for (const option of options) add(option);
  const [first] = flat;
  if (flat.length === 1 && first !== undefined) return first;
  return { kind: 'choice', options: flat };
}

/** Whether two values are certainly the same one. */
export function isSameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left.kind === 'constant' && right.kind === 'constant') return left.value === right.value;
  if (left.kind === 'symbol' && right.kind === 'symbol') return left.id === right.id;
  if (left.kind === 'external' && right.kind === 'external') return left.name === right.name;
  if (left.kind === 'module' && right.kind === 'module') return left.file === right.file;
  if (left.kind === 'bound' && right.kind === 'bound')
    return left.function === right.function && isSameValue(left.receiver, right.receiver);
  return false;
}

/** A short canonical name for a value, part of the ids of symbols derived from it. */
export function identify(value: Value): string {
  switch (value.kind) {
    case 'symbol':
      return shortId(value.id);
    case 'constant':
      return typeof value.value === 'string' ? JSON.stringify(value.value) : String(value.value);
    case 'external':
      return value.name;
    case 'module':
      return value.file;
    case 'function':
    case 'class':
    case 'instance':
    case 'decorated':
    case 'sequence':
    case 'mapping':
      return `${value.kind}#${String(value.id)}`;
    case 'bound':
      return `${identify(value.receiver)}.${value.function.definition.kind === 'function' ? value.function.definition.name : 'lambda'}`;
    case 'method':
      return `${identify(value.receiver)}.${value.name}`;
    case 'choice':
      return `(${value.options.map(identify).join('|')})`;
    case 'partial':
      return `partial(${identify(value.callee)})`;
    case 'native':
      return `${value.name}(${value.data.map(identify).join(',')})`;
    case 'response':
      return `response(${String(value.status)})`;
    case 'exception':
      return `exception(${value.name})`;
    case 'pending':
      return `${value.file}:${value.name}`;
  }
}
