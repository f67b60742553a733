import { Edits } from '../edits';
import { findMember } from '../calls/classes';
import { originalOf } from '../statements/definitions';
import type { ConstantValue, FunctionValue, Value } from '../values/values';
import type { Statement } from '../../python/syntax';
import { lookUp } from './variables';
import type { Machine, Site } from '../machine';
import { memoByObject } from '../../text/memo-by-object';
import type { State } from './state';

type Definition = FunctionValue['definition'];

/** Words of which at least one stands in any code that tests or refuses a caller. */
const telling =
  /^(?:request|session|g|current_user|abort|connexion|redirect|jwt|Unauthorized|Forbidden|NotAuthorized)$|auth|login|logged|permission|token|api_?key|credential|require|secret|denied|forbid|identity|verify|signature|check_|parse_args|environ|getenv|(?<!cache|primary|foreign|sort|unique|group)_key$/i;

/** What a function's code mentions, inner functions included. */
interface Mentions {
  readonly isTelling: boolean;
  readonly refuses: boolean;
  readonly names: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  /** Attributes of the first parameter: of the object, in a method. */
  readonly own: ReadonlySet<string>;
  /** Attributes of anything that are written. */
  readonly written: ReadonlySet<string>;
  /** Attributes are written whose names the code computes. */
  readonly writesAny: boolean;
  /** Imports that it does itself. */
  readonly imports: readonly Import[];
}

type Import = Extract<Statement, { kind: 'import' | 'import-from' }>;

/** By body, for an edit replaces it. */
const mentions = new WeakMap<object, Mentions>();
/** Per machine, for an edit of a function changes what is true of those that call it. */
const verdicts = memoByObject((_: Machine) => ({ known: new Map<Definition, Relevance>(), edits: new Edits() }));

interface Relevance {
  readonly mayGuard: boolean;
  /** Functions that the answer rests on, whoever asks. */
  readonly seen: ReadonlySet<Definition>;
  /** How many edits came before. */
  readonly edits: number;
}

/** Functions looked at before a chain of calls is taken to test nobody. */
const mostCallees = 400;

/**
 * Whether a function, or one it calls by name, could test the caller at all. Only those are entered while a route is
 * judged: the rest of a project's code is not walked.
 */
export function mayGuard(machine: Machine, callee: FunctionValue, state: State): boolean {
  const { known, edits } = verdicts(machine);
  // What a function's own variables hold, each function made by the same code has for itself.
  const isClosure = callee.scope.parent !== null && !callee.scope.isClass;
  const former = isClosure ? undefined : known.get(callee.definition);
  const verdict =
    former && edits.isCurrent(former.edits, former.seen) ? former : relevanceOf(machine, callee, state, edits.count);
  if (!isClosure) known.set(callee.definition, verdict);
  machine.touched.addAll(verdict.seen);
  return verdict.mayGuard;
}

/** Forgets what rests on functions that were edited. */
export function forgetRelevance(machine: Machine, edited: ReadonlySet<Definition>): void {
  verdicts(machine).edits.note(edited);
}

function relevanceOf(machine: Machine, callee: FunctionValue, state: State, edits: number): Relevance {
  const seen = new Set<Definition>();
  return { mayGuard: reachesGuard(machine, callee, state, seen), seen, edits };
}

function reachesGuard(machine: Machine, callee: FunctionValue, state: State, seen: Set<Definition>): boolean {
  seen.add(callee.definition);
  const { isTelling, names, attributes, imports } = mentionsOf(callee.definition);
  if (isTelling) return true;
  if (seen.size > mostCallees) return false;
  const mentioned = [...names].map((name) => lookUp(machine, name, callee.scope, state));
  const imported = imports.flatMap((statement) => importedBy(machine, statement, callee.scope.module.file));
  return [...mentioned, ...imported, callee.owner ?? undefined].some(
    (value) =>
      value !== undefined &&
      functionsIn(machine, value, attributes).some(
        (one) => !seen.has(one.definition) && reachesGuard(machine, one, state, seen),
      ),
  );
}

/** Packages within packages that a name leads through: `package.security.keys.check`. */
const deepestModule = 4;

/** Methods that are called without their names being written. */
const unnamed = ['__init__', '__call__', '__enter__', '__exit__', '__aenter__', '__iter__', '__contains__', '__bool__'];

/** Functions that code may call when it mentions a value and these attributes. */
function functionsIn(
  machine: Machine,
  value: Value,
  attributes: ReadonlySet<string>,
  depth = 0,
): readonly FunctionValue[] {
  switch (value.kind) {
    case 'function':
      return [value];
    case 'sequence':
      return value.items.filter((item) => item.kind === 'function');
    case 'instance':
      return functionsIn(machine, value.class, attributes);
    case 'class':
      return [...unnamed, ...attributes].flatMap((name) => findMember(value, name)?.member ?? []).filter(isFunction);
    case 'module': {
      const members = [...attributes].flatMap((name) => memberOf(machine, value.file, name) ?? []);
      const modules = depth < deepestModule ? members.filter((member) => member.kind === 'module') : [];
      return [
        ...members.filter(isFunction),
        ...modules.flatMap((module) => functionsIn(machine, module, attributes, depth + 1)),
      ];
    }
    default:
      return [];
  }
}

/** What an import within a function binds. */
function importedBy(machine: Machine, statement: Import, from: string): readonly Value[] {
  const { modules } = machine;
  if (statement.kind === 'import')
    return statement.modules.flatMap(({ name }): Value[] => {
      const file = modules.find(from, name, 0);
      return file === undefined ? [] : [{ kind: 'module', file }];
    });
  const file = modules.find(from, statement.module, statement.level);
  return file === undefined ? [] : (statement.names ?? []).flatMap(({ name }) => memberOf(machine, file, name) ?? []);
}

/** What a module's attribute is, a module of the package included. */
function memberOf({ modules }: Machine, file: string, name: string): Value | undefined {
  const known = modules.load(file)?.names.get(name);
  if (known !== undefined || !file.endsWith('__init__.py')) return known;
  const submodule = modules.resolve(file, name, 1);
  return submodule === undefined ? undefined : { kind: 'module', file: submodule };
}

function isFunction(value: Value): value is FunctionValue {
  return value.kind === 'function';
}

function mentionsOf(definition: Definition): Mentions {
  const known = mentions.get(definition.body);
  if (known) return known;
  const names = new Set<string>();
  const attributes = new Set<string>();
  const own = new Set<string>();
  const [first] = definition.parameters;
  const written = new Set<string>();
  const imports: Import[] = [];
  let writesAny = false;
  let isTelling = false;
  let refuses = false;
  const visit = (node: unknown, isAnswer: boolean): void => {
    if (node === null || typeof node !== 'object') return;
    if (Array.isArray(node)) {
      for (const inner of node) visit(inner, isAnswer);
      return;
    }
    const entry = node as Entry;
    const word = entry.kind === 'name' ? entry.id : entry.kind === 'attribute' ? entry.name : undefined;
    if (typeof word === 'string') {
      if (telling.test(word)) isTelling = true;
      (entry.kind === 'name' ? names : attributes).add(word);
      if (word === 'setattr') writesAny = true;
      if (isAttributeOf(entry, first?.name)) {
        own.add(word);
        return;
      }
    }
    if (entry.kind === 'import' || entry.kind === 'import-from') imports.push(node as Import);
    for (const target of targetsOf(entry)) if (target.kind === 'attribute') written.add(String(target.name));
    if (entry.kind === 'constant') {
      if (entry.value === 401 || entry.value === 403) isTelling = refuses = true;
      if (isAnswer && isErrorStatus(entry.value)) isTelling = true;
      return;
    }
    for (const inner of Object.values(entry))
      if (typeof inner === 'object') visit(inner, isAnswer || entry.kind === 'return');
  };
  visit(definition.body, false);
  visit(
    definition.parameters.map((parameter) => parameter.fallback),
    false,
  );
  // What always raises ends the path of whoever calls it, whatever it is about.
  if (alwaysRaises(definition) || (definition.kind === 'function' && telling.test(definition.name))) isTelling = true;
  const result = { isTelling, refuses, names, attributes, own, written, writesAny, imports };
  mentions.set(definition.body, result);
  return result;
}

type Entry = Readonly<Record<string, unknown>>;

function isAttributeOf({ kind, object }: Entry, name: string | undefined): boolean {
  const of = object as Entry | undefined;
  return kind === 'attribute' && of?.kind === 'name' && of.id === name;
}

function targetsOf({ kind, target, targets }: Entry): readonly Entry[] {
  if (kind === 'assign') return targets as readonly Entry[];
  return kind === 'augmented' || kind === 'for' ? [target as Entry] : [];
}

/**
 * Whether a method asks of its object what is known of it, or leaves something there. One that does neither is as any
 * other function of its module.
 */
export function concernsObject(
  machine: Machine,
  callee: FunctionValue,
  object: Value,
  site: Site,
  state: State,
): boolean {
  const { own, names, written, writesAny } = mentionsOf(callee.definition);
  if (written.size > 0 || writesAny || names.has('super') || names.has(callee.definition.parameters[0]?.name ?? ''))
    return true;
  return [...own].some((name) => {
    const value = machine.attribute(object, name, site, state);
    if (value.kind === 'bound') return value.function.owner !== callee.owner;
    return (
      isTellingArgument(value) || !(value.kind === 'symbol' || value.kind === 'method' || value.kind === 'external')
    );
  });
}

/**
 * Whether a method that no import ran may give an attribute of its object another value before a request comes; one that
 * computes the attribute's name may have given it one already.
 */
export function mayBeWrittenLater(machine: Machine, type: Value, name: string): boolean {
  if (type.kind !== 'class') return false;
  const methods = [...type.members.values()].flatMap((member) => originalOf(member) ?? []).filter(isFunction);
  return (
    methods.some(({ definition }) => {
      if (definition.kind !== 'function' || definition.name === '__init__') return false;
      machine.touched.add(definition);
      const { written, writesAny } = mentionsOf(definition);
      return writesAny || (written.has(name) && !machine.imported.has(definition));
    }) || type.bases.some((base) => mayBeWrittenLater(machine, base, name))
  );
}

/** `return jsonify(error=message), 400`: some answer so to a caller without a key. */
function isErrorStatus(value: unknown): boolean {
  return typeof value === 'number' && value >= 400 && value < 600;
}

const refusals = /^(?:abort|Unauthorized|Forbidden|unauthorized|forbidden|compare_digest)$/;

/** Whether a function's own code, inner functions included, refuses somebody. */
export function mayRefuse(definition: Definition): boolean {
  const { names, refuses } = mentionsOf(definition);
  return refuses || [...names].some((name) => refusals.test(name));
}

/** Whether a function's own code refuses somebody or sends them elsewhere. */
export function mayEndRequest(definition: Definition): boolean {
  return mayRefuse(definition) || mentionsOf(definition).names.has('redirect') || alwaysRaises(definition);
}

function alwaysRaises(definition: Definition): boolean {
  return definition.kind === 'function' && definition.body.at(-1)?.kind === 'raise';
}

/** What `request.headers.get("X-API-Key") or ""` gives where no key was sent, and the status of a refusal. */
const tellingConstants: ReadonlySet<ConstantValue['value']> = new Set(['', null, 401, 403]);

/**
 * Whether an argument is worth following into a function: a callable, data of the caller, the want of it, a setting that
 * may be unset, or what tells routes apart.
 */
export function isTellingArgument(value: Value): boolean {
  switch (value.kind) {
    case 'function':
    case 'decorated':
    case 'bound':
    case 'partial':
      return true;
    case 'external':
      return value.name.endsWith('.request') || value.name.includes('current_user');
    case 'constant':
      return value.isOfRequest === true || tellingConstants.has(value.value);
    case 'symbol':
      return (
        value.origins.length > 0 ||
        value.knownPrefix !== undefined ||
        value.nature === 'identity' ||
        (value.nature === 'setting' && (value.optional === true || value.mayBeEmpty === true))
      );
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
