import type { Parameter } from '../../python/syntax';
import { findMember, linearize } from '../../semantics/calls/classes';
import { newInstance } from '../../semantics/calls/call';
import { originalOf } from '../../semantics/statements/definitions';
import { evaluated, type Outcome } from '../../semantics/machine';
import { constant, none, textOf, type ClassValue, type FunctionValue, type Value } from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';
import { addMemberRoutes, ruleDecorator } from './exposed-views';
import { ruleText } from '../registration/flask-objects';
import type { LibraryCall } from '../judged';
import { originalView } from '../registration/routes';
import { ownMethod, type BeforeStep, type ViewFamily } from './view-objects';
import { methodsOf } from '../registration/view-registration';
import type { ExposedRule } from '../registry';

/**
 * Flask-Classful calls `before_request(name, …)` and `before_<name>(…)` of the class, and puts its `decorators` around
 * each method. https://github.com/pallets-eco/flask-classful/blob/main/src/flask_classful/__init__.py
 */
export const classfulFamily: ViewFamily = {
  before: (view, method, { given }) => {
    const steps: BeforeStep[] = [];
    const all = ownMethod(view, 'before_request');
    if (all) steps.push({ callee: all, given: { ...given, positional: [constant(method)] } });
    const own = ownMethod(view, `before_${method}`);
    if (own) steps.push({ callee: own, given });
    return steps;
  },
  decorators: (view, { machine, site, state }) => {
    const declared = findMember(view.class, 'decorators')?.member;
    return declared ? [...machine.iterate(declared, site, state).items].reverse() : [];
  },
};

/** `@route("/x")` and `@method("POST")` of methods; undefined for any other name. */
export function classfulDecorator(name: string, call: LibraryCall): Outcome[] | undefined {
  const found = /^flask_class(?:ful|y)\.(route|method)$/.exec(name)?.[1];
  const { given, machine, site, state } = call;
  const [first = none] = given.positional;
  if (found === 'route') {
    const methods = methodsOf(given.keyword.get('methods'), machine, site, state) ?? ['GET'];
    return evaluated(state, ruleDecorator(first, methods, given.keyword.get('endpoint') ?? null, site.location));
  }
  if (found !== 'method') return undefined;
  return evaluated(state, { kind: 'native', name: 'classful.method', data: [first], location: site.location });
}

/** `@method("POST")`: an HTTP method of a method whose rule comes from its name. */
export function noteMethod(given: Value, view: Value, { registry, machine, state }: LibraryCall): Outcome[] {
  const original = originalView(view);
  const method = textOf(given);
  if (!machine.forking && original?.kind === 'function' && method !== undefined) {
    const known = registry.httpMethods.get(original.definition) ?? [];
    registry.httpMethods.set(original.definition, [...new Set([...known, method.toUpperCase()])]);
  }
  return evaluated(state, view);
}

const specialMethods: Readonly<Record<string, string>> = {
  get: 'GET',
  put: 'PUT',
  patch: 'PATCH',
  post: 'POST',
  delete: 'DELETE',
  index: 'GET',
};
const ownNames =
  /^(?:_|before_|after_)|^(?:register|parse_options|make_proxy_method|build_rule|get_route_base|default_route_base|build_route_name)$/;

/** `QuotesView.register(app, route_base="/")`: rules by the names and parameters of the methods. */
export function registerFlaskView(type: ClassValue, className: string, call: LibraryCall): Outcome[] | undefined {
  const { registry, machine, given, site, state } = call;
  const app = given.positional[0] ?? given.keyword.get('app');
  if (machine.forking || app?.kind !== 'instance') return undefined;
  const settings = settingsOf(type, className.startsWith('flask_classy'), call);
  const view = registry.made.get(`view ${String(type.id)}`) ?? newInstance(type, noArguments, site);
  registry.made.set(`view ${String(type.id)}`, view);
  for (const { name, member, owner, original } of methodsOfView(type, call)) {
    const exposed = registry.exposed.get(original.definition);
    const endpoint = `${type.definition.name}:${name}`;
    const rules = exposed
      ? exposed.map((one, index) => ({
          ...one,
          rule: joinRule([...settings.parts, one.rule]),
          endpoint: one.endpoint ?? (exposed.length === 1 ? endpoint : `${endpoint}_${String(index)}`),
        }))
      : [ruleByName(name, original, settings, endpoint, call)];
    addMemberRoutes({ ...call, receiver: app }, view, { name, rules, member, owner, original, guard: null });
  }
  return evaluated(state, none);
}

interface ViewMethod {
  readonly name: string;
  readonly member: Value;
  readonly owner: ClassValue;
  readonly original: FunctionValue;
}

function methodsOfView(type: ClassValue, { machine, site, state }: LibraryCall): ViewMethod[] {
  const excludedMember = findMember(type, 'excluded_methods')?.member;
  const excluded = excludedMember ? machine.iterate(excludedMember, site, state).items.map(textOf) : [];
  const found = new Map<string, ViewMethod>();
  for (const owner of linearize(type)) {
    if (owner.kind !== 'class') continue;
    for (const [name, member] of owner.members) {
      const original = originalOf(member);
      if (
        found.has(name) ||
        original?.kind !== 'function' ||
        original.binding === 'class' ||
        original.binding === 'property'
      )
        continue;
      if (!ownNames.test(name) && !excluded.includes(name)) found.set(name, { name, member, owner, original });
    }
  }
  return [...found.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

interface ViewSettings {
  readonly parts: readonly string[];
  readonly hasSlash: boolean;
  readonly isDashified: boolean;
  readonly defaultMethods: readonly string[];
  /** Parameters that stand in the base already. */
  readonly baseNames: ReadonlySet<string>;
}

function settingsOf(type: ClassValue, isClassy: boolean, { given, machine, site, state }: LibraryCall): ViewSettings {
  const setting = (name: string): Value | undefined => given.keyword.get(name) ?? findMember(type, name)?.member;
  const isFalse = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === false;
  const isTrue = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === true;
  const base = ruleText(given.positional[1] ?? setting('route_base')) ?? defaultBase(type.definition.name, isClassy);
  const prefix = ruleText(setting('route_prefix'));
  const listed = findMember(type, 'base_args')?.member;
  const names = listed ? machine.iterate(listed, site, state).items.flatMap((item) => textOf(item) ?? []) : [];
  return {
    parts: [...(prefix === null ? [] : [prefix]), base.replace(/^\/+|\/+$/g, '')].filter((part) => part !== ''),
    hasSlash: !isFalse(setting('trailing_slash')),
    isDashified: isTrue(setting('method_dashified')),
    defaultMethods: methodsOf(setting('default_methods'), machine, site, state) ?? ['GET'],
    baseNames: new Set([...names, ...[...base.matchAll(/<(?:[^<>:]+:)?(\w+)>/g)].map((match) => match[1] ?? '')]),
  };
}

function defaultBase(className: string, isClassy: boolean): string {
  const name = className.replace(/View$/, '');
  if (isClassy) return name.toLowerCase();
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

function ruleByName(
  name: string,
  original: FunctionValue,
  settings: ViewSettings,
  endpoint: string,
  { registry }: LibraryCall,
): ExposedRule {
  const special = Object.hasOwn(specialMethods, name) ? specialMethods[name] : undefined;
  const own = settings.isDashified ? name.replaceAll('_', '-') : name;
  const rule = joinRule([
    ...settings.parts,
    special === undefined ? own : '',
    ...original.definition.parameters.flatMap((parameter) => pathPart(parameter, settings.baseNames)),
  ]);
  const methods =
    special === undefined ? (registry.httpMethods.get(original.definition) ?? settings.defaultMethods) : [special];
  const bare = rule === '/' ? rule : rule.replace(/\/+$/, '');
  return { rule: settings.hasSlash && bare !== '/' ? `${bare}/` : bare, methods, endpoint };
}

const converters: Readonly<Record<string, string>> = { str: 'string', int: 'int', float: 'float', UUID: 'uuid' };

/** A parameter without a default is a part of the URL. */
function pathPart(parameter: Parameter, baseNames: ReadonlySet<string>): string[] {
  const { name, annotation } = parameter;
  if (
    name === 'self' ||
    parameter.star !== '' ||
    parameter.keywordOnly ||
    parameter.fallback !== null ||
    baseNames.has(name)
  )
    return [];
  const converter = annotation?.kind === 'name' ? converters[annotation.id] : undefined;
  return [converter === undefined ? `<${name}>` : `<${converter}:${name}>`];
}

function joinRule(parts: readonly string[]): string {
  return `/${parts.join('/')}`.replace(/\/{2,}/g, '/');
}
