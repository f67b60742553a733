import { newInstance } from '../../semantics/calls/call';
import type { Site } from '../../semantics/machine';
import {
  identify,
  textOf,
  type CallArguments,
  type ClassValue,
  type ExternalValue,
  type InstanceValue,
  type Value,
} from '../../semantics/values/values';
import type { FlaskKind, FlaskObject, Registry } from '../registry';

/** Makes an app, blueprint, API or namespace; the same code with the same arguments makes the same one. */
export function makeFlaskObject(
  registry: Registry,
  kind: FlaskKind,
  type: ClassValue | ExternalValue,
  given: CallArguments,
  site: Site,
): InstanceValue {
  const key = `${kind}@${site.location.file}:${String(site.location.span.start)}(${[...given.positional, ...given.keyword.values()].map(stableId).join(',')})`;
  const known = registry.made.get(key);
  if (known) return known;
  const made = newInstance(type, given, site);
  registry.made.set(key, made);
  describeFlaskObject(registry, kind, made, given, site);
  return made;
}

// Collections are made anew by each run of a factory; their content, not their identity, tells blueprints apart.
function stableId(value: Value): string {
  if (value.kind === 'sequence') return value.items.map(stableId).join('+');
  if (value.kind === 'mapping' || value.kind === 'instance' || value.kind === 'function') return value.kind;
  return identify(value);
}

/** Notes what the constructor's arguments say; also called for subclasses, by their `super().__init__`. */
export function describeFlaskObject(
  registry: Registry,
  kind: FlaskKind,
  made: InstanceValue,
  given: CallArguments,
  site: Site,
): void {
  const factory = site.frame.stack.at(-1);
  const prefix =
    given.keyword.get(kind === 'namespace' ? 'path' : kind === 'api' ? 'prefix' : 'url_prefix') ??
    (kind === 'api' ? given.positional[1] : kind === 'namespace' ? given.positional[2] : undefined);
  const name = textOf(given.positional[0] ?? given.keyword.get('name')) ?? '';
  const configType: ExternalValue = { kind: 'external', name: 'flask.Config' };
  const object: FlaskObject = {
    kind,
    value: made,
    name,
    prefix: ruleText(prefix) ?? (kind === 'namespace' ? `/${name}` : null),
    factory: factory?.kind === 'function' ? factory.name : null,
    decorators: given.keyword.get('decorators') ?? null,
    location: site.location,
    config: kind === 'app' ? newInstance(configType, given, site) : null,
  };
  registry.objects.set(made, object);
  if (kind !== 'api' && kind !== 'admin' && kind !== 'appbuilder') return;
  const parent =
    given.positional[0] ?? given.keyword.get('app') ?? given.keyword.get('api') ?? given.keyword.get('blueprint');
  if (parent?.kind === 'instance') mount(registry, parent, made, null, null, site);
}

/** A rule or prefix; unknown parts are shown as `<…>`. */
export function ruleText(value: Value | undefined): string | null {
  if (value === undefined || (value.kind === 'constant' && value.value === null)) return null;
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value.kind === 'choice') return ruleText(value.options[0]);
  if (value.kind === 'symbol') return `${value.knownPrefix ?? ''}<…>${value.knownSuffix ?? ''}`;
  return '<…>';
}

/** Puts a blueprint, API or namespace on its parent. */
export function mount(
  registry: Registry,
  parent: InstanceValue,
  child: InstanceValue,
  prefix: string | null,
  name: string | null,
  site: Site,
): void {
  if (!registry.isNew(`mount ${String(parent.id)} ${String(child.id)} ${String(prefix)} ${String(name)}`)) return;
  registry.addMount({ parent, child, prefix, name, location: site.location, order: registry.nextOrder() });
}
