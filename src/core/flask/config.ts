import { linearize } from '../semantics/calls/classes';
import { evaluated, type Outcome } from '../semantics/machine';
import { identify, none, textOf, type InstanceValue, type SymbolValue, type Value } from '../semantics/values/values';
import type { LibraryCall } from './judged';

/** An app's `config`: what the code itself puts in is known, switches and what comes from outside stay settings. https://flask.palletsprojects.com/en/stable/config/ */
export function callConfig(config: InstanceValue, method: string, call: LibraryCall): Outcome[] | undefined {
  const { given, state } = call;
  const [first, second] = given.positional;
  switch (method) {
    case 'get':
      return evaluated(state, readConfig(config, first ?? none, second ?? null, false));
    case 'setdefault':
      if (first && second && textOf(first) !== undefined && !config.attributes.has(textOf(first) ?? ''))
        config.attributes.set(textOf(first) ?? '', second);
      return evaluated(state, first ? readConfig(config, first, second ?? null, false) : none);
    case 'update':
    case 'from_mapping':
      for (const [name, value] of [...namedEntries(first), ...given.keyword]) config.attributes.set(name, value);
      return evaluated(state, none);
    case 'from_object':
      if (first) fromObject(config, first, call);
      return evaluated(state, none);
    default:
      return undefined;
  }
}

function namedEntries(table: Value | undefined): readonly (readonly [string, Value])[] {
  const entries = table?.kind === 'mapping' ? [...table.entries.values()] : [];
  return entries.flatMap(({ key, value }) => {
    const name = textOf(key);
    return name === undefined ? [] : [[name, value] as const];
  });
}

function fromObject(config: InstanceValue, source: Value, call: LibraryCall): void {
  const text = textOf(source);
  const object = text === undefined ? source : importedObject(text, call);
  if (object === undefined) return;
  if (object.kind === 'choice') {
    for (const option of object.options) fromObject(config, option, call);
    return;
  }
  const type = object.kind === 'instance' ? object.class : object;
  for (const entry of [...linearize(type)].reverse()) {
    if (entry.kind !== 'class') continue;
    for (const [name, value] of entry.members) if (/^[A-Z]/.test(name)) config.attributes.set(name, value);
  }
  if (object.kind === 'module') {
    for (const [name, value] of call.machine.modules.load(object.file)?.names ?? [])
      if (/^[A-Z]/.test(name)) config.attributes.set(name, value);
  }
}

/** `from_object("config.Production")`. */
function importedObject(path: string, { machine, site, state }: LibraryCall): Value | undefined {
  const from = site.frame.scope.module.file;
  const whole = machine.modules.resolve(from, path, 0);
  if (whole !== undefined) return { kind: 'module', file: whole };
  const parts = path.split('.');
  const name = parts.pop() ?? '';
  const file = machine.modules.resolve(from, parts.join('.'), 0);
  return file === undefined ? undefined : machine.attribute({ kind: 'module', file }, name, site, state);
}

/** A setting's value: secrets and collections are followed to where they come from; switches are not, a deployment may change them. */
export function readConfig(config: InstanceValue, key: Value, fallback: Value | null, isStrict: boolean): Value {
  const name = textOf(key);
  const known = name === undefined ? undefined : config.attributes.get(name);
  const symbol: SymbolValue = {
    kind: 'symbol',
    id: `config:${name ?? identify(key)}`,
    says: `setting ${name ?? ''}`,
    nature: 'setting',
    origins: [],
    optional: !isStrict && (fallback === null || (fallback.kind === 'constant' && fallback.value === null)),
    mayBeEmpty: fallback?.kind === 'constant' && fallback.value === '',
  };
  if (known === undefined) return symbol;
  if (known.kind === 'constant') {
    // A default of None stands for "set it in the deployment".
    if (known.value === null) return { ...symbol, optional: true };
    return typeof known.value === 'string' && known.value !== '' ? known : symbol;
  }
  return known;
}
