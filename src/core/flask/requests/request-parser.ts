/** Flask-RESTful's (and RESTX's) own argument parser. https://flask-restful.readthedocs.io/en/latest/reqparse.html */
import { evaluated, then, type Outcome } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import {
  mapping,
  none,
  sequence,
  textOf,
  type InstanceValue,
  type SequenceValue,
  type Value,
} from '../../semantics/values/values';
import type { Origin } from '../../semantics/values/credential-check';
import type { LibraryCall } from '../judged';
import { containerOf, readField } from './request';

/** Whether a class is such a parser. */
export function isRequestParser(className: string): boolean {
  return /(?:^|\.)reqparse\.RequestParser$/.test(className);
}

const sources: Readonly<Record<string, Origin['source']>> = {
  headers: 'header',
  args: 'query',
  form: 'form',
  json: 'json',
  cookies: 'cookie',
};

/** Notes an argument, or reads all of them from the request: a required one that is missing is refused with 400. */
export function callRequestParser(receiver: InstanceValue, method: string, call: LibraryCall): Outcome[] | undefined {
  const { given, state } = call;
  if (method === 'add_argument') {
    argumentsOf(receiver).items = [
      ...argumentsOf(receiver).items,
      mapping(
        new Map(
          [['name', given.positional[0] ?? given.keyword.get('name') ?? none] as const, ...given.keyword].map(
            ([name, value]) => [name, { key: none, value }],
          ),
        ),
      ),
    ];
    return evaluated(state, receiver);
  }
  if (method !== 'parse_args' || call.judged.context === null) return undefined;
  return readAll(argumentsOf(receiver).items, call, new Map(), state);
}

function argumentsOf(receiver: InstanceValue): SequenceValue {
  const known = receiver.attributes.get('#arguments');
  if (known?.kind === 'sequence') return known;
  const made = sequence('list', []);
  receiver.attributes.set('#arguments', made);
  return made;
}

function readAll(
  rest: readonly Value[],
  call: LibraryCall,
  read: ReadonlyMap<string, { key: Value; value: Value }>,
  state: State,
): Outcome[] {
  const [first, ...others] = rest;
  if (first === undefined) return evaluated(state, mapping(read));
  if (first.kind !== 'mapping') return readAll(others, call, read, state);
  const option = (name: string): Value => first.entries.get(name)?.value ?? none;
  const name = option('name');
  const key = option('dest').kind === 'constant' && textOf(option('dest')) !== undefined ? option('dest') : name;
  return then(readArgument(name, option, call, state), (value, path) =>
    readAll(others, call, new Map([...read, [`string:${textOf(key) ?? ''}`, { key, value }]]), path),
  );
}

function readArgument(name: Value, option: (name: string) => Value, call: LibraryCall, state: State): Outcome[] {
  const location = option('location');
  const source = sources[textOf(location) ?? ''] ?? 'any';
  const required = option('required');
  const isStrict = required.kind === 'constant' && required.value === true;
  const fallback = option('default');
  return readField(containerOf(source), { name, fallback, isStrict }, { ...call, state });
}
