import type { Project } from '../../flask/project';
import { mayRegister } from '../../flask/project';
import { judgeRoute } from '../../guards/judge';
import type { Expression, FunctionDefinition, Statement } from '../../python/syntax';
import { childScope } from '../../semantics/machine';
import { freshId, functionValue } from '../../semantics/values/values';
import type { GuardCandidate } from './guard-candidate';
import { bareRoute } from './validating';

const known = new WeakMap<Project, readonly GuardCandidate[]>();

/** So many functions are judged at most: each costs as much as a small route. */
const mostJudged = 40;

/**
 * Functions of the project that take a key and tell whether it is valid: each is judged in `if not f(key): return "", 401`,
 * its name only tells whether it is worth asking.
 */
export function keyValidators(project: Project): readonly GuardCandidate[] {
  const found = known.get(project) ?? findValidators(project);
  known.set(project, found);
  return found;
}

function findValidators(project: Project): readonly GuardCandidate[] {
  const candidates = [...project.scopes].flatMap(([file, scope]) =>
    [...scope.names].flatMap(([name, value]): GuardCandidate[] =>
      value.kind === 'function' &&
      value.scope.module.file === file &&
      value.definition.kind === 'function' &&
      value.definition.name === name &&
      takesOneKey(value.definition) &&
      !isTest(project, file)
        ? [{ root: value, file, module: project.modules.describe(file).name, name, suffix: '', by: value }]
        : [],
    ),
  );
  return candidates.slice(0, mostJudged).filter((candidate) => validates(project, candidate));
}

function isTest(project: Project, file: string): boolean {
  return /(?:^|\/)tests?\//.test(file) && !mayRegister(file, project.source.text(file) ?? '');
}

function takesOneKey({ name, parameters, isAsync, decorators }: FunctionDefinition): boolean {
  const [first, ...others] = parameters;
  return (
    !isAsync &&
    decorators.length === 0 &&
    first?.star === '' &&
    !first.keywordOnly &&
    others.every((parameter) => parameter.fallback !== null || parameter.star !== '') &&
    /key|token|secret|valid|verif|auth|check|credential|allowed/i.test(name)
  );
}

/** Whether a view that does nothing but ask this function is protected. */
function validates(project: Project, { file, by, name }: GuardCandidate): boolean {
  const parent = file === null ? undefined : project.scopes.get(file);
  if (file === null || !parent || by.kind !== 'function') return false;
  const scope = childScope(parent, freshId());
  scope.names.set(name, by);
  scope.names.set('request', { kind: 'external', name: 'flask.request' });
  const view = functionValue(viewThatAsks(name), scope);
  return judgeRoute(project, bareRoute(file, view, []), 'GET').verdict === 'protected';
}

/** `if not name(request.headers.get("X-API-Key", "")): return "", 401`, then some work. */
function viewThatAsks(name: string): FunctionDefinition {
  let place = 0;
  // Places tell equal expressions apart.
  const at = () => ({ start: ++place, end: place });
  const text = (value: string): Expression => ({ kind: 'constant', value, ...at() });
  const named = (id: string): Expression => ({ kind: 'name', id, ...at() });
  const attribute = (object: Expression, member: string): Expression => ({
    kind: 'attribute',
    object,
    name: member,
    ...at(),
  });
  const call = (callee: Expression, values: readonly Expression[]): Expression => ({
    kind: 'call',
    callee,
    arguments: values.map((value) => ({ name: null, star: '', value, ...at() })),
    ...at(),
  });
  const key = call(attribute(attribute(named('request'), 'headers'), 'get'), [text('X-API-Key'), text('')]);
  const asked = call(named(name), [key]);
  const refusal: Expression = {
    kind: 'collection',
    type: 'tuple',
    items: [text(''), { kind: 'constant', value: 401, ...at() }],
    ...at(),
  };
  const body: Statement[] = [
    {
      kind: 'if',
      test: { kind: 'unary', operator: 'not', operand: asked, ...at() },
      body: [{ kind: 'return', value: refusal, ...at() }],
      otherwise: [],
      ...at(),
    },
    { kind: 'return', value: text('work'), ...at() },
  ];
  const nowhere = { start: 0, end: 0 };
  return {
    kind: 'function',
    name: 'view',
    nameSpan: nowhere,
    parameters: [],
    returns: null,
    body,
    decorators: [],
    isAsync: false,
    whole: nowhere,
    ...nowhere,
  };
}
