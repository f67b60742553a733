import type { JudgedRoute } from '../guards/judged-routes';
import type { JudgedPath } from '../guards/judged-path';
import type { Judgement } from '../guards/judge';
import { memoByObject } from '../text/memo-by-object';
import { isTooLate } from '../flask/registration/routes';
import type { HookRegistration } from '../flask/registry';
import { decorations } from '../semantics/statements/definitions';
import { mayRefuse } from '../semantics/paths/relevance';
import type { PathEvent } from '../semantics/paths/state';
import type { FunctionValue, Value } from '../semantics/values/values';
import type { Span } from '../text/span';
import type { Report, ProjectRule, RouteInput, RouteRule, RuleInput } from './rule';
import { routeText } from './route-report';

/** Code that looks at the caller, and whose answer changes nothing. */
export const ineffectiveGuard: RouteRule & ProjectRule = {
  id: 'ineffective-guard',
  title: 'Guard without effect',
  severity: 'error',
  why: 'The check is there, but its answer is lost: the refusal is not returned, the result is not used, the decorator gives the view back unwrapped, or the hook belongs to something that is never mounted.',
  bad: '@app.before_request\ndef check_key():\n    if request.headers.get("X-API-Key") != API_KEY:\n        jsonify({"error": "unauthorized"}), 401\n',
  good: '@app.before_request\ndef check_key():\n    if request.headers.get("X-API-Key") != API_KEY:\n        return jsonify({"error": "unauthorized"}), 401\n',
  cwe: ['CWE-287', 'CWE-252'],
  owasp: ['API2:2023'],
  pci: ['6.2.4', '8.3.1'],
  fixes: ['return-denial', 'ignore'],
  isToldByVerdict: true,
  checkRoute: (judged, input) => (isOpen(judged) ? [...ignoredResults(judged), ...unwrappedViews(judged, input)] : []),
  check: lostHooks,
  merge: (reports) => reports.at(-1),
};

/** What the judge saw being thrown away on paths that serve without a valid key. */
function ignoredResults(judged: JudgedRoute): readonly Report[] {
  return ignoredIn(judged.judgement).map((event) => ({
    ...event.location,
    message: `This does not protect ${routeText(judged)}: ${event.says}.`,
    related: judged.route.evidence,
    route: judged,
  }));
}

type Ignored = Extract<Judgement['served'][number]['events'][number], { kind: 'ignored' }>;

const ignoredIn = memoByObject(({ served }: Judgement): readonly Ignored[] =>
  served
    .filter((path) => path.strength.rank < 4)
    .flatMap((path) =>
      path.events.filter(
        (event): event is Ignored =>
          event.kind === 'ignored' && (event.isCaught !== true || endsAsOthers(path, served)),
      ),
    ),
);

/** A login form that is shown again has its refusal caught, but those who pass get something else. */
function endsAsOthers(path: JudgedPath, served: readonly JudgedPath[]): boolean {
  return served.some((other) => !other.events.some(isCaughtRefusal) && endOf(other) === endOf(path));
}

function isCaughtRefusal(event: PathEvent): boolean {
  return event.kind === 'ignored' && event.isCaught === true;
}

function endOf({ events }: JudgedPath): string | undefined {
  const left = events.findLast((event) => event.kind === 'left');
  return left?.exit;
}

function isOpen(judged: JudgedRoute): boolean {
  return judged.route.verdict !== 'protected' && judged.route.verdict !== 'unverified';
}

/** Decorators of the workspace that hold a check and give back the very function that they were given. */
function unwrappedViews(judged: JudgedRoute, { touched }: RouteInput): readonly Report[] {
  const { original } = judged.bound;
  if (original?.definition.kind !== 'function') return [];
  return (decorations.get(original.definition) ?? []).flatMap(({ by, before, after }): Report[] => {
    if (after !== before || by.kind !== 'function') return [];
    touched.add(by.definition);
    const place = mayRefuse(by.definition) ? returnedParameter(by) : undefined;
    if (!place) return [];
    return [
      {
        file: by.scope.module.file,
        span: place,
        message: `This does not protect ${routeText(judged)}: the view is returned unwrapped, so the check never runs.`,
        related: judged.route.evidence,
        route: judged,
      },
    ];
  });
}

function returnedParameter({ definition }: FunctionValue): Span | undefined {
  if (definition.kind !== 'function') return undefined;
  const [view] = definition.parameters;
  return definition.body.find(
    (statement) => statement.kind === 'return' && statement.value?.kind === 'name' && statement.value.id === view?.name,
  );
}

/** Hooks with a check that never run: their blueprint is not mounted, was mounted before, or has no routes. */
function lostHooks(input: RuleInput): Report[] {
  const { registry } = input.project;
  return registry.hooks.flatMap((hook): Report[] => {
    const object = hook.target ? registry.objects.get(hook.target) : undefined;
    const callee = functionOf(hook.callee);
    if (object?.kind !== 'blueprint' || hook.phase !== 'before' || !callee || !mayRefuse(callee.definition)) return [];
    const known = reasons.get(hook) ?? { says: reasonOf(input, hook, object.name) };
    reasons.set(hook, known);
    const { says } = known;
    return says === null
      ? []
      : [
          {
            ...hook.location,
            message: `This hook protects nothing: ${says}.`,
            related: [{ ...object.location, says: `the blueprint ${object.name} is made` }],
            route: null,
          },
        ];
  });
}

/** What is registered stays the same for as long as there are these hooks. */
const reasons = new WeakMap<HookRegistration, { readonly says: string | null }>();

function reasonOf(input: RuleInput, hook: HookRegistration, name: string): string | null {
  const { registry } = input.project;
  const isMounted = hook.target !== null && registry.mountsOf(hook.target).length > 0;
  if (!isMounted) return registry.hasUnknownMount ? null : `the blueprint ${name} is never mounted`;
  const late = input.routes.some((judged) => isTooLate(hook, judged.bound));
  if (late) return `the blueprint ${name} was mounted before it`;
  const covers =
    hook.reach === 'app' ||
    input.routes.some((judged) => judged.bound.chain.some((object) => object.value === hook.target));
  return covers ? null : `the blueprint ${name} has no routes`;
}

function functionOf(value: Value): FunctionValue | undefined {
  if (value.kind === 'function') return value;
  if (value.kind === 'bound') return value.function;
  return value.kind === 'decorated' ? functionOf(value.inner) : undefined;
}
