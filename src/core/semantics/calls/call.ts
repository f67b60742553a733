import { callBuiltin } from './builtins';
import { callFunction } from './call-function';
import { descendsFrom, externalBases, findMember } from './classes';
import { callCollectionMethod } from '../expressions/collection-methods';
import { callMembership } from '../expressions/sequence-methods';
import { evaluated, then, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { enumerationMembers, fillFields, isPlainRecord, memberByValue } from './records';
import { callOnText } from '../expressions/text';
import { callUnknown, isSingleCallable, noteGiven } from './unknown-call';
import {
  choice,
  freshId,
  identify,
  none,
  opaque,
  type CallArguments,
  type ClassValue,
  type ExternalValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from '../values/values';
import { withFirst, noArguments } from '../values/call-arguments';

/** Calls a value on one path. */
export function call(machine: Machine, callee: Value, given: CallArguments, site: Site, state: State): Outcome[] {
  switch (callee.kind) {
    case 'function':
      return callFunction(machine, callee, given, site, state, null);
    case 'bound':
      return callFunction(machine, callee.function, given, site, state, callee.receiver);
    case 'method':
      return callMethod(machine, callee.receiver, callee.name, given, site, state);
    case 'class':
      return instantiate(machine, callee, given, site, state);
    case 'instance':
      return callInstance(machine, callee, given, site, state);
    case 'external':
      return callExternal(machine, callee, given, site, state);
    case 'decorated':
      return machine.library.callDecorated(callee, given, site, state);
    case 'partial':
      return machine.call(
        callee.callee,
        {
          positional: [...callee.arguments.positional, ...given.positional],
          keyword: new Map([...callee.arguments.keyword, ...given.keyword]),
          open: callee.arguments.open || given.open,
        },
        site,
        state,
      );
    case 'native':
      return (
        machine.library.call(`#native:${callee.name}`, withFirst(callee, given), site, state) ??
        evaluated(state, opaque(identify(callee)))
      );
    case 'symbol':
      return callUnknown(machine, callee, given, site, state);
    case 'choice':
      return callChoice(machine, callee.options, given, site, state);
    default:
      return evaluated(state, opaque(`${identify(callee)}()`, 'a call'));
  }
}

function callChoice(
  machine: Machine,
  options: readonly Value[],
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] {
  const callable = options.filter((option) => option.kind !== 'constant');
  if (machine.forking) return callable.flatMap((option) => machine.call(option, given, site, state.fork()));
  const results = callable
    .flatMap((option) => machine.call(option, given, site, state))
    .filter((outcome) => !outcome.raised);
  return evaluated(state, results.length === 0 ? none : choice(results.map((outcome) => outcome.value)));
}

function callExternal(
  machine: Machine,
  callee: ExternalValue,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] {
  if (callee.name.startsWith('builtins.')) {
    const result = callBuiltin(machine, callee.name.slice('builtins.'.length), given, site, state);
    if (result) return result;
  }
  const known =
    machine.library.call(callee.name, given, site, state) ?? callUnbound(machine, callee, given, site, state);
  if (known) return known;
  const last = callee.name.split('.').at(-1) ?? '';
  if (/^[A-Z]/.test(last) && !isSingleCallable(given) && !/^[A-Z0-9_]+$/.test(last)) {
    noteGiven(given, site, state);
    return evaluated(state, newInstance(callee, given, site));
  }
  return callUnknown(machine, callee, given, site, state);
}

/** `MethodView.dispatch_request(self)`: a method of a base class outside the workspace, named by that class. */
function callUnbound(
  machine: Machine,
  { name }: ExternalValue,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const dot = name.lastIndexOf('.');
  const [receiver, ...rest] = given.positional;
  const type = { kind: 'external', name: name.slice(0, dot) } as const;
  if (receiver?.kind !== 'instance' || !descendsFrom(receiver.class, type)) return undefined;
  return machine.library.callMethod(
    receiver,
    type.name,
    name.slice(dot + 1),
    { ...given, positional: rest },
    site,
    state,
  );
}

/** An object of a class; its attributes come later. */
export function newInstance(type: ClassValue | ExternalValue, given: CallArguments, site: Site): InstanceValue {
  return {
    kind: 'instance',
    id: freshId(),
    class: type,
    attributes: new Map(),
    location: site.location,
    arguments: given,
  };
}

function instantiate(machine: Machine, type: ClassValue, given: CallArguments, site: Site, state: State): Outcome[] {
  const members = enumerationMembers(type);
  const [value] = given.positional;
  if (members && value) return memberByValue(machine, members, value, site, state);
  const made = machine.library.call('#new', withFirst(type, given), site, state)?.[0]?.value;
  const created = made?.kind === 'instance' ? made : newInstance(type, given, site);
  const constructor = findMember(type, '__init__')?.member;
  if (constructor?.kind !== 'function') {
    if (!isPlainRecord(type)) noteGiven(given, site, state);
    return filled(machine, created, given, site, state);
  }
  return then(callFunction(machine, constructor, given, site, state, created), (_, path) => evaluated(path, created));
}

function filled(machine: Machine, created: InstanceValue, given: CallArguments, site: Site, state: State): Outcome[] {
  fillFields(created, given);
  const made = machine.library.call('#fill', withFirst(created, given), site, state) ?? evaluated(state, created);
  const after = findMember(created.class, '__post_init__')?.member;
  if (after?.kind !== 'function') return made;
  return then(made, (_, path) =>
    then(callFunction(machine, after, noArguments, site, path, created), (__, last) => evaluated(last, created)),
  );
}

function callInstance(
  machine: Machine,
  callee: InstanceValue,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] {
  const member = findMember(callee.class, '__call__')?.member;
  if (member?.kind === 'function') return callFunction(machine, member, given, site, state, callee);
  for (const name of externalBases(callee.class)) {
    const result = machine.library.callMethod(callee, name, '__call__', given, site, state);
    if (result) return result;
  }
  return callUnknown(machine, callee, given, site, state);
}

function callMethod(
  machine: Machine,
  receiver: Value,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] {
  if (receiver.kind === 'instance') {
    for (const className of externalBases(receiver.class)) {
      const result = machine.library.callMethod(receiver, className, name, given, site, state);
      if (result) return result;
    }
  }
  if (receiver.kind === 'class') {
    for (const className of externalBases(receiver)) {
      const result = machine.library.callClassMethod(receiver, className, name, given, site, state);
      if (result) return result;
    }
  }
  const related = callMembership(machine, receiver, name, given, site, state);
  if (related) return related;
  if (receiver.kind === 'mapping' || receiver.kind === 'sequence') {
    const result = callCollectionMethod(machine, receiver, name, given, site, state);
    if (result) return result;
  }
  const special = machine.library.call(`#method:${name}`, withFirst(receiver, given), site, state);
  if (special) return special;
  return (
    callOnText(receiver, name, given, site, state) ??
    callUnknown(machine, { kind: 'method', receiver, name }, given, site, state)
  );
}

/** Binds a function found in a class to the object it was reached through. */
export function bindMember(member: Value, receiver: Value): Value {
  if (member.kind !== 'function') return member;
  const callee: FunctionValue = member;
  if (callee.binding === 'static' || callee.binding === 'property') return callee;
  if (callee.binding === 'class' && receiver.kind === 'instance')
    return { kind: 'bound', receiver: receiver.class, function: callee };
  return { kind: 'bound', receiver, function: callee };
}
