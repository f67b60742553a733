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
  type SymbolValue,
  type Value,
} from '../../semantics/values/values';
import { isOfCredential, type Origin } from '../../semantics/values/credential-check';
import { raiseFailure, type Failure } from '../../semantics/expressions/raise';
import { positional } from '../../semantics/values/call-arguments';
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
  return then(readField(containerOf(source), { name, fallback, isStrict }, { ...call, state }), (value, path) =>
    value.kind === 'symbol' && isOfCredential(value) && isTested(option)
      ? whereSent(value, isStrict, call, path, (given) =>
          then(converted(value, option('type'), call, given), (made, after) =>
            amongChoices(made, option('choices'), call, after),
          ),
        )
      : evaluated(path, value),
  );
}

/** Of what is no credential, each argument would part the paths for nothing. */
function isTested(option: (name: string) => Value): boolean {
  return option('type').kind === 'function' || option('choices').kind !== 'constant';
}

/** What is not sent and not required is neither converted nor looked for among the choices. */
function whereSent(
  value: SymbolValue,
  isStrict: boolean,
  { machine, site }: LibraryCall,
  state: State,
  read: (path: State) => Outcome[],
): Outcome[] {
  if (isStrict) return read(state);
  const isMissing = machine.compare('is', value, none, site, state);
  return machine
    .branch(isMissing, state, site.location)
    .flatMap((side) => (side.truth ? evaluated(side.state, none) : read(side.state)));
}

/** `type=api_key`: the project's own function, whose failure is a refusal with 400. */
function converted(value: Value, type: Value, { machine, site }: LibraryCall, state: State): Outcome[] {
  if (type.kind !== 'function') return evaluated(state, value);
  return machine
    .call(type, positional(value), site, state)
    .flatMap((outcome) => (outcome.raised ? raiseFailure(outcome.state, badRequest, site) : [outcome]));
}

function amongChoices(value: Value, choices: Value, { machine, site }: LibraryCall, state: State): Outcome[] {
  if (choices.kind === 'constant') return evaluated(state, value);
  const isAmong = machine.compare('in', value, choices, site, state);
  return machine
    .branch(isAmong, state, site.location)
    .flatMap((side) => (side.truth ? evaluated(side.state, value) : raiseFailure(side.state, badRequest, site)));
}

const badRequest: Failure = { name: 'werkzeug.exceptions.BadRequest', status: 400, isImplicit: true };
