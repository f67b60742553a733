import { bindMember } from '../calls/call';
import { externalBases, findMember } from '../calls/classes';
import { currentMapping } from './collections';
import { dictItem, findOrRaise } from './dict-items';
import { isInput, makeFormCheck } from './checks';
import { raiseIfMissing, raiseNamed } from './raise';
import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import { attributesOf } from '../paths/attribute-writes';
import { mayBeWrittenLater } from '../paths/relevance';
import { askTruth, empty, nothing, text } from '../values/sending';
import type { State } from '../paths/state';
import { isSplit, partOfInput, withField } from './text';
import { isBlockingName } from '../calls/unknown-result';
import { lookUp, orFormer, writeKey } from '../paths/variables';
import {
  choice,
  constant,
  identify,
  keyOf,
  none,
  opaque,
  sequence,
  textOf,
  type ClassValue,
  type ConstantValue,
  type ExceptionValue,
  type InstanceValue,
  type NativeFunction,
  type SymbolValue,
  type Value,
} from '../values/values';
import { positional } from '../values/call-arguments';
import { missingAttribute } from '../values/missing';

/** Value of `object.name`; never fails, what cannot be known is a symbol that says where it came from. */
export function attribute(machine: Machine, object: Value, name: string, site: Site, state: State): Value {
  const written = state.writes?.get(writeKey(ownerId(object), name));
  if (written !== undefined) return written;
  switch (object.kind) {
    case 'instance':
      return orFormer(instanceAttribute(machine, object, name, site, state), writeKey(object.id, name), state);
    case 'class':
      return classAttribute(object, name);
    case 'module':
      return moduleAttribute(machine, object.file, name, state);
    case 'external':
      return (
        machine.library.read({ kind: 'external', name: `${object.name}.${name}` }, site, state) ?? {
          kind: 'external',
          name: `${object.name}.${name}`,
        }
      );
    case 'function':
      return functionAttribute(machine, object, name, site, state);
    case 'decorated':
      return attribute(machine, object.inner, name, site, state);
    case 'bound':
      return attribute(machine, object.function, name, site, state);
    case 'choice':
      return choice(
        object.options
          .filter((option) => option.kind !== 'constant' || option.value !== null)
          .map((option) => machine.attribute(option, name, site, state)),
      );
    case 'symbol':
      return (
        (object.container === 'session'
          ? machine.library.read({ kind: 'external', name: `flask.session.${name}` }, site, state)
          : undefined) ?? symbolAttribute(object, name)
      );
    case 'native':
      return nativeAttribute(machine, object, name, site, state);
    case 'constant':
      // A member of an enumeration.
      return name === 'value' ? object : { kind: 'method', receiver: object, name };
    case 'mapping':
      // An object with its entries as attributes (a parser's namespace); a dict has methods only.
      return (
        currentMapping(object, state).entries.get(`string:${name}`)?.value ?? { kind: 'method', receiver: object, name }
      );
    case 'exception':
      return object.instance ? machine.attribute(object.instance, name, site, state) : exceptionAttribute(object, name);
    default:
      return { kind: 'method', receiver: object, name };
  }
}

/** https://werkzeug.palletsprojects.com/en/stable/exceptions/#werkzeug.exceptions.HTTPException */
function exceptionAttribute(object: ExceptionValue, name: string): Value {
  if (object.status !== null && name === 'code') return constant(object.status);
  if (object.status !== null && name === 'get_response') return { kind: 'method', receiver: object, name };
  return opaque(`${object.name}.${name}`);
}

function ownerId(object: Value): number | string {
  return object.kind === 'instance' ||
    object.kind === 'function' ||
    object.kind === 'class' ||
    object.kind === 'decorated'
    ? object.id
    : identify(object);
}

function instanceAttribute(machine: Machine, object: InstanceValue, name: string, site: Site, state: State): Value {
  const own = object.attributes.get(name);
  if (own !== undefined)
    return isFlag(own) && machine.forking && state.isOld(object.id) && mayBeWrittenLater(machine, object.class, name)
      ? { ...opaque(`instance#${String(object.id)}.${name}`, name), nature: 'setting', optional: own.value === null }
      : own;
  const found = findMember(object.class, name);
  if (found) return bindMember(found.member, object);
  if (name === '__class__') return object.class;
  for (const className of externalBases(object.class)) {
    const modelled = machine.library.readAttribute(object, className, name, site, state);
    if (modelled) return modelled;
    if (machine.library.methods.get(className)?.has(name)) return { kind: 'method', receiver: object, name };
  }
  const [external] = externalBases(object.class);
  const id = `instance#${String(object.id)}.${name}`;
  if (external === undefined) return opaque(id, name);
  return { kind: 'method', receiver: object, name };
}

/** What code sets when something was done or decided; other literals are what the program is made of. */
function isFlag(value: Value): value is ConstantValue {
  return value.kind === 'constant' && (value.value === null || typeof value.value === 'boolean');
}

function classAttribute(object: ClassValue, name: string): Value {
  const found = findMember(object, name);
  if (found)
    return found.member.kind === 'function' && found.member.binding === 'class'
      ? { kind: 'bound', receiver: object, function: found.member }
      : found.member;
  if (name === '__name__') return constant(object.definition.name);
  if (externalBases(object).length > 0) return { kind: 'method', receiver: object, name };
  return opaque(`${object.definition.name}.${name}`, `${object.definition.name}.${name}`);
}

function moduleAttribute(machine: Machine, file: string, name: string, state: State): Value {
  const scope = machine.modules.load(file);
  const found = scope && lookUp(machine, name, scope, state);
  if (found) return found;
  const submodule = machine.modules.resolve(file, name, file.endsWith('__init__.py') ? 1 : 0);
  if (submodule !== undefined && file.endsWith('__init__.py')) return { kind: 'module', file: submodule };
  return { kind: 'external', name: `${machine.modules.describe(file).name}.${name}` };
}

/** What makes an instance of a class for each call has the class, and none of its members; what wraps a method has its own. */
function nativeAttribute(machine: Machine, object: NativeFunction, name: string, site: Site, state: State): Value {
  if (object.name === 'super') return superAttribute(object, name);
  const own = attributesOf(object).get(name);
  if (own !== undefined) return own;
  const [held, , member] = object.data;
  if (object.name === 'flask.exposed_view' && member !== undefined) return machine.attribute(member, name, site, state);
  if (object.name !== 'flask.class_view' || held === undefined) return opaque(`${identify(object)}.${name}`);
  if (name === 'view_class') return held;
  return missingAttribute(object, name, site.location);
}

function functionAttribute(
  machine: Machine,
  object: Extract<Value, { kind: 'function' }>,
  name: string,
  site: Site,
  state: State,
): Value {
  const own = object.attributes.get(name);
  if (own) return own;
  if (name === '__wrapped__' && object.wraps) return object.wraps;
  if (object.wraps) return machine.attribute(object.wraps, name, site, state);
  if (name === '__name__' || name === '__qualname__')
    return constant(object.definition.kind === 'function' ? object.definition.name : '<lambda>');
  if (name === '__module__') return constant(object.scope.module.name);
  if (name === '__doc__') return none;
  return missingAttribute(object, name, site.location);
}

/** `super().x`: searched after the class that the running method belongs to. */
function superAttribute(object: Extract<Value, { kind: 'native' }>, name: string): Value {
  const [owner, receiver] = object.data;
  if (owner?.kind !== 'class' || receiver === undefined) return opaque(`super().${name}`);
  const type = receiver.kind === 'instance' ? receiver.class : receiver;
  const found = findMember(type, name, owner);
  if (found) return bindMember(found.member, receiver);
  return { kind: 'method', receiver, name };
}

/** Patterns, containers, texts, digests and collections. */
function hasKnownMethods(object: SymbolValue): boolean {
  return (
    object.instanceOf === 're.compile' ||
    object.instanceOf === 're.Match' ||
    object.digestOf !== undefined ||
    object.holdsUnset !== undefined ||
    object.container !== undefined ||
    object.knownPrefix !== undefined ||
    object.isText === true ||
    object.collection !== undefined
  );
}

/** Attributes of data known by origin: of the caller's data, of what was found by it, of an identity. */
function symbolAttribute(object: SymbolValue, name: string): Value {
  const id = `${object.id}.${name}`;
  const says = object.nature === 'input' ? object.says : `${object.says}.${name}`;
  // A text that stands for a member of an enumeration.
  if (name === 'value' && object.isText === true) return object;
  if (hasKnownMethods(object)) return { kind: 'method', receiver: object, name };
  if (
    object.nature === 'input' &&
    /^(?:username|password|token|type|parameters)$/.test(name) &&
    object.origins[0]?.source === 'authorization'
  ) {
    const isSecret = name === 'password' || name === 'token';
    const base = object.field;
    // A header with a user alone has an empty password.
    const part = withField(object, base && { id, none: nothing, empty, text, base });
    const asked = object.ifTrue && part.field ? { ...object.ifTrue, sending: askTruth(part.field) ?? [] } : null;
    return {
      ...part,
      id,
      ifTrue: asked ?? object.ifTrue,
      says: `${object.says}.${name}`,
      origins: [{ source: 'authorization', name, isCredential: isSecret }],
      isShape: name === 'type',
      optional: true,
      bases: [object.id],
    };
  }
  if (object.nature === 'input') return { kind: 'method', receiver: object, name };
  if (object.nature === 'lookup' || object.nature === 'identity') return foundAttribute(object, name, id);
  return {
    kind: 'symbol',
    id,
    says,
    nature: object.nature,
    origins: object.origins,
    ...(object.findsNothing === true && { findsNothing: true }),
    ...(object.instanceOf === undefined ? {} : { instanceOf: `${object.instanceOf}.${name}` }),
  };
}

/** A part of what was found by a credential, or of who calls: testing it tests that. */
function foundAttribute(object: SymbolValue, name: string, id: string): SymbolValue {
  const check = object.ifTrue ?? null;
  const { ifMissing: _missing, ...rest } = object;
  const instanceOf = object.instanceOf === undefined ? {} : { instanceOf: `${object.instanceOf}.${name}` };
  const says = `${object.says}.${name}`;
  const found = { ...rest, ...instanceOf, id, says, optional: true, isTruthy: false };
  if (isBlockingName(name)) return { ...found, ifTrue: null, ifFalse: name === 'is_anonymous' ? check : null };
  return { ...found, ifTrue: check, ifFalse: null };
}

/** Value of `object[index]`; a missing key may raise. */
export function subscript(machine: Machine, object: Value, index: Value, site: Site, state: State): Outcome[] {
  if (index.kind === 'native' && index.name === 'slice') return evaluated(state, sliceOf(object, index.data));
  const key = keyOf(index);
  const written = key === undefined ? undefined : state.writes?.get(writeKey(identify(object), `[${key}]`));
  if (written !== undefined) return evaluated(state, written);
  if (object.kind === 'choice')
    return evaluated(
      state,
      choice(
        object.options.flatMap((option) =>
          subscript(machine, option, index, site, state).map((outcome) => outcome.value),
        ),
      ),
    );
  if (object.kind === 'mapping') return dictItem(machine, object, index, site, state);
  if (object.kind === 'sequence') {
    const { items } = machine.iterate(object, site, state);
    const position = index.kind === 'constant' && typeof index.value === 'number' ? index.value : undefined;
    const item = position === undefined ? undefined : items.at(position);
    if (item) return evaluated(state, item);
    return evaluated(
      state,
      items.length > 0 && items.length < 5
        ? choice(items)
        : opaque(`${identify(object)}[${identify(index)}]`, 'an item'),
    );
  }
  const modelled = machine.library.call('#item', positional(object, index), site, state);
  if (modelled) return modelled;
  if (object.kind !== 'symbol')
    return evaluated(state, opaque(`${identify(object)}[${identify(index)}]`, `an item of ${identify(object)}`));
  return symbolItem(object, index, site, state);
}

/** `header[7:]`, `KEYS[1:]`; what ends before its end is only the beginning of a text. */
function sliceOf(object: Value, bounds: readonly Value[]): Value {
  if (object.kind === 'choice') return choice(object.options.map((option) => sliceOf(option, bounds)));
  const [from = none, to = none, step = none] = bounds;
  const id = `${identify(object)}[${identify(from)}:${identify(to)}]`;
  const [start, end] = [from, to].map((bound) =>
    bound.kind === 'constant' ? (typeof bound.value === 'number' ? bound.value : undefined) : null,
  );
  const isKnown = start !== null && end !== null && step.kind === 'constant' && step.value === null;
  const text = textOf(object);
  if (isKnown && text !== undefined) return constant(text.slice(start, end));
  if (isKnown && object.kind === 'sequence' && !object.open)
    return sequence(object.type, object.items.slice(start, end));
  if (object.kind !== 'symbol') return opaque(id, 'a slice');
  if (object.nature !== 'input') return { ...object, id, mayBeEmpty: true };
  const bases = [object.id, ...(object.bases ?? [])];
  const isShape = object.isShape === true || !(to.kind === 'constant' && to.value === null);
  return { ...object, id, bases, optional: false, mayBeEmpty: true, isTruthy: false, isShape };
}

/** https://docs.python.org/3/library/collections.html: `defaultdict` and `Counter` have an item for whatever is asked. */
function makesMissingItems({ instanceOf }: SymbolValue): boolean {
  return instanceOf === 'collections.defaultdict' || instanceOf === 'collections.Counter';
}

/** The path on which `header.split(" ")[1]` is not there: another one than that of a text with two parts. */
function withoutItem(object: SymbolValue, id: string, site: Site, state: State): State {
  // `partition` always gives three.
  if (!isInput(object) || !/\.r?split\(/.test(object.id)) return state.fork();
  return state.divide(makeFormCheck(object, site, { id: `${id} is there` }));
}

/** https://docs.python.org/3/library/exceptions.html#LookupError */
function missingItem(index: Value): string {
  const isPosition = index.kind === 'constant' && typeof index.value === 'number';
  return isPosition
    ? 'builtins.IndexError'
    : textOf(index) === undefined
      ? 'builtins.LookupError'
      : 'builtins.KeyError';
}

function symbolItem(object: SymbolValue, index: Value, site: Site, state: State): Outcome[] {
  const id = `${object.id}[${identify(index)}]`;
  if (isInput(index) && object.nature !== 'input')
    return makesMissingItems(object)
      ? evaluated(state, opaque(id, 'an item'))
      : findOrRaise(object, index, site, state);
  const missing = raiseIfMissing(object, 'item', site, state);
  const failing =
    site.frame.tryDepth > 0 && state.writes !== null
      ? raiseNamed(withoutItem(object, id, site, state), missingItem(index), site)
      : [];
  if (object.nature === 'input') {
    const isFirst = index.kind === 'constant' && index.value === 0 && isSplit(object.id);
    return [...evaluated(state, partOfInput(object, id, isFirst, site)), ...failing];
  }
  const name = textOf(index);
  const says = name === undefined ? object.says : `${object.says}[${JSON.stringify(name)}]`;
  const { sameTruth: _same, ifMissing: _missing, ...rest } = object;
  return [...evaluated(state, { ...rest, id, says, optional: false, isTruthy: false }), ...failing, ...missing];
}
