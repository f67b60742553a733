/** Pydantic's models: what their constructors demand and where they find it. https://docs.pydantic.dev/latest/concepts/models/ */
import { fieldsOf } from '../../semantics/calls/records';
import { externalBases, findMember } from '../../semantics/calls/classes';
import { isInput } from '../../semantics/expressions/checks';
import { raiseFailure, type Failure } from '../../semantics/expressions/raise';
import { evaluated, then, type Outcome } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { noArguments } from '../../semantics/values/call-arguments';
import { constant, none, textOf, type ClassValue, type InstanceValue, type Value } from '../../semantics/values/values';
import type { LibraryCall } from '../judged';
import { environmentVariable } from './standard-library';

const modelName = /^pydantic\.(?:\w+\.)*BaseModel$/;
/** https://docs.pydantic.dev/latest/concepts/pydantic_settings/ */
const settingsName = /^pydantic(?:_settings)?\.(?:\w+\.)*BaseSettings$/;
const invalid: Failure = { name: 'pydantic.ValidationError', status: null, isImplicit: false };

/** Gives a new model the fields that were not given: of the caller's body, of the environment; undefined for other objects. */
export function fillModel(created: InstanceValue, call: LibraryCall): Outcome[] | undefined {
  const bases = externalBases(created.class);
  const isSettings = bases.some((base) => settingsName.test(base));
  if (!isSettings && !bases.some((base) => modelName.test(base))) return undefined;
  const missing = fieldsOf(created.class).filter((name) => !created.attributes.has(name));
  return missing.reduce<Outcome[]>(
    (made, name) =>
      then(made, (_, state) =>
        then(fieldValue(created, name, isSettings, { ...call, state }), (value, path) => {
          created.attributes.set(name, value);
          return evaluated(path, created);
        }),
      ),
    evaluated(call.state, created),
  );
}

function fieldValue(created: InstanceValue, name: string, isSettings: boolean, call: LibraryCall): Outcome[] {
  const { given, machine, site, state } = call;
  const { fallback, alias } = declared(findMember(created.class, name)?.member);
  const key = constant(alias ?? name);
  if (isSettings)
    return evaluated(state, environmentVariable(constant((alias ?? name).toUpperCase()), fallback ?? null, !fallback));
  const { spread } = given;
  if (spread === undefined) return fallback || given.open ? evaluated(state, fallback ?? none) : refused(state, call);
  if (fallback) {
    const get: Value = { kind: 'method', receiver: spread, name: 'get' };
    return machine.call(get, { ...noArguments, positional: [key, fallback] }, site, state);
  }
  return machine
    .subscript(spread, key, site, state)
    .flatMap((outcome) => (outcome.raised ? refused(outcome.state, call) : [outcome]));
}

function refused(state: State, { site }: LibraryCall): Outcome[] {
  return raiseFailure(state, invalid, site);
}

/** `api_key: str`, `api_key: str = "…"`, `api_key: str = Field(default=None, alias="apiKey")`. */
function declared(member: Value | undefined): { readonly fallback?: Value; readonly alias?: string } {
  if (member?.kind !== 'instance' || member.class.kind !== 'external' || !/^pydantic\..*Field$/.test(member.class.name))
    return member === undefined ? {} : { fallback: member };
  const {
    positional: [first],
    keyword,
  } = member.arguments;
  const fallback = keyword.get('default') ?? (first?.kind === 'constant' ? first : keyword.get('default_factory'));
  const alias = textOf(keyword.get('validation_alias') ?? keyword.get('alias'));
  return { ...(fallback && { fallback }), ...(alias !== undefined && { alias }) };
}

/** `Body.model_validate(data)`; undefined for other methods. */
export function callModelMethod(
  type: ClassValue,
  base: string,
  method: string,
  { given, machine, site, state }: LibraryCall,
): Outcome[] | undefined {
  const [data] = given.positional;
  if (!modelName.test(base) || !data || !/^(?:model_validate|parse_obj|validate)$/.test(method)) return undefined;
  if (isInput(data)) return machine.call(type, { ...noArguments, open: true, spread: data }, site, state);
  if (data.kind !== 'mapping') return undefined;
  const keyword = [...data.entries.values()].flatMap(({ key, value }) => {
    const name = textOf(key);
    return name === undefined ? [] : [[name, value] as const];
  });
  return machine.call(type, { positional: [], keyword: new Map(keyword), open: data.open }, site, state);
}
