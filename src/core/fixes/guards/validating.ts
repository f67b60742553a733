import type { Project } from '../../flask/project';
import type { FlaskObject } from '../../flask/registry';
import type { BoundRoute } from '../../flask/registration/routes';
import { judgeRoute } from '../../guards/judge';
import type { FunctionDefinition } from '../../python/syntax';
import {
  functionValue,
  freshId,
  sequence,
  type FunctionValue,
  type InstanceValue,
  type Scope,
  type Value,
} from '../../semantics/values/values';
import { noArguments } from '../../semantics/values/call-arguments';

interface Guard {
  readonly file: string | null;
  readonly by: Value;
}

const nowhere = { start: 0, end: 0 };
const bareView: FunctionDefinition = {
  kind: 'function',
  name: 'view',
  nameSpan: nowhere,
  parameters: [],
  returns: null,
  body: [{ kind: 'return', value: { kind: 'constant', value: 'work', ...nowhere }, ...nowhere }],
  decorators: [],
  isAsync: false,
  whole: nowhere,
  ...nowhere,
};

/** Where the credential comes from that a guard demands: with each request, or from a session that a login began. */
export type Demand = 'key' | 'session';

/** What a decorator alone, on a view that checks nothing and behind no hook, demands; null unless it gives `protected`. */
export function demandOf(project: Project, guard: Guard): Demand | null {
  const file = guard.file ?? [...project.scopes.keys()][0];
  const scope = file === undefined ? undefined : project.scopes.get(file);
  if (file === undefined || !scope) return null;
  const { routes } = project.registry;
  const before = routes.length;
  const { verdict, sessions, served } = judgeRoute(project, guardedBareRoute(file, scope, guard.by), 'GET');
  // A registrar is no guard; what it registered for the bare view must not stay.
  const isRegistrar = routes.length > before;
  routes.length = before;
  if (verdict !== 'protected' || isRegistrar) return null;
  // An app's own session interface is asked by attributes, not by names of values.
  const isOfSession = served.some(({ strength }) => strength.check?.origins.some(({ source }) => source === 'session'));
  return sessions.size > 0 || isOfSession ? 'session' : 'key';
}

function guardedBareRoute(file: string, scope: Scope, by: Value): BoundRoute {
  const location = { file, span: nowhere };
  const view = functionValue({ ...bareView }, scope);
  // An API that applies the decorator to its views: so it is applied on the very path that is judged.
  const value: InstanceValue = {
    kind: 'instance',
    id: freshId(),
    class: { kind: 'external', name: 'probe' },
    attributes: new Map(),
    location,
    arguments: noArguments,
  };
  const api: FlaskObject = {
    kind: 'api',
    value,
    name: '',
    prefix: null,
    factory: null,
    decorators: sequence('list', [by]),
    location,
    config: null,
  };
  return bareRoute(file, view, [api]);
}

/** A route of no app, for judging what a view does by itself. */
export function bareRoute(file: string, view: FunctionValue, chain: readonly FlaskObject[]): BoundRoute {
  return {
    registration: {
      target: null,
      rule: '/',
      endpoint: 'view',
      view,
      methods: ['GET'],
      location: { file, span: nowhere },
      kind: 'function',
      via: 'call',
      order: 0,
    },
    app: null,
    chain,
    hooked: [],
    mounts: [],
    path: '/',
    endpoint: 'view',
    blueprint: null,
    view,
    original: view,
    methods: ['GET'],
  };
}
