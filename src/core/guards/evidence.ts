import { isOfCredential } from '../semantics/values/credential-check';
import type { EvidenceStep, GuardSummary, GuardKind } from '../results/results';
import type { PathEvent } from '../semantics/paths/state';
import type { BoundRoute } from '../flask/registration/routes';
import type { JudgedPath } from './judged-path';
import type { Judgement } from './judge';
import type { Location } from '../text/span';
import { strengthName } from './strength';
import { modelText } from '../flask/libraries/written-models';

/** The path that decides a verdict: the weakest on which the view's work is done. */
export function decisivePath(judgement: Judgement): JudgedPath | undefined {
  return judgement.served[0] ?? judgement.refused[0];
}

/** Steps from the route to the deciding line, in the order in which the code runs. */
export function describeEvidence(bound: BoundRoute, judgement: Judgement): readonly EvidenceStep[] {
  const steps: EvidenceStep[] = [stepAt(bound.registration.location, `registers ${bound.path}${mountText(bound)}`)];
  const path = decisivePath(judgement);
  if (path === undefined) return [...steps, stepAt(bound.registration.location, 'no path serves this route')];
  for (const event of path.events) {
    const step = stepOf(event, path);
    if (step && modelText(step.file) !== undefined) continue;
    const last = steps.at(-1);
    if (step && !(last?.says === step.says && last.span.start === step.span.start)) steps.push(step);
  }
  const view = path.events.find((event) => event.kind === 'view');
  steps.push(stepAt(view?.location ?? bound.registration.location, conclusion(judgement, path)));
  return steps;
}

/** Written out: on Node 20, each object that begins with a spread and has more than it gets a hidden class of its own. */
function stepAt({ file, span }: Location, says: string): EvidenceStep {
  return { file, span, says };
}

function mountText(bound: BoundRoute): string {
  const names = bound.chain.map((object) => object.name).filter((name) => name !== '');
  if (names.length === 0) return '';
  return bound.app === null ? ` on ${names.join('.')}, which is never mounted` : ` on ${names.join('.')}`;
}

function stepOf(event: PathEvent, path: JudgedPath): EvidenceStep | undefined {
  switch (event.kind) {
    case 'enter':
      return stepAt(event.location, `${event.what} runs`);
    case 'check': {
      const isDecisive = event.check === path.strength.check;
      // A body field that was sent is no step towards a verdict about keys.
      if (event.check.strength === 'present' && !isDecisive && !isOfCredential(event.check)) return undefined;
      if (!event.passed) return stepAt(event.check.location, `goes on although this failed: ${event.check.says}`);
      return stepAt(
        event.check.location,
        isDecisive && path.strength.weakness ? `${event.check.says}; ${path.strength.weakness}` : event.check.says,
      );
    }
    case 'assume':
      if (!event.isSetting) return undefined;
      return stepAt(event.location, `${event.says} is ${event.truth ? 'true' : 'false'}`);
    case 'ignored':
      return stepAt(event.location, event.says);
    case 'assert':
      return stepAt(event.location, 'assert is removed by python -O');
    case 'effect':
    case 'given':
    case 'put':
    case 'view':
    case 'left':
      return undefined;
  }
}

function conclusion(judgement: Judgement, path: JudgedPath): string {
  switch (judgement.verdict) {
    case 'protected':
      return 'the view is reached only by callers that passed';
    case 'unprotected':
      return 'the view is reached without any check of a key';
    case 'presence-only':
      return 'the view is reached with any value: the key is never compared';
    case 'unverified':
      return 'the view is behind a guard whose code cannot be read';
    case 'conditional':
      if (path.strength.weakness) return path.strength.weakness;
      return 'the view is reached on this path without a valid key, although others demand one';
  }
}

/** The guards that the strongest path went through, outermost first. */
export function describeGuards(bound: BoundRoute, judgement: Judgement): readonly GuardSummary[] {
  const path = judgement.served.at(-1) ?? judgement.refused[0];
  if (path === undefined) return [];
  const guards: GuardSummary[] = [];
  let current: { kind: GuardKind; name: string; location: GuardSummary } | undefined;
  for (const event of path.events) {
    if (event.kind === 'enter') {
      const kind = kindEntered(event.what);
      const name =
        kind === 'decorator'
          ? decoratorName(bound, event.location.span.start)
          : event.what.slice(event.what.indexOf(' ') + 1);
      current = { kind, name, location: { kind, name, ...event.location, strength: 'none' } };
    } else if (event.kind === 'view' || event.kind === 'left') {
      current = undefined;
    } else if (event.kind === 'check' && event.passed) {
      const strength = event.check.strength === 'validated' ? strengthName(4) : event.check.strength;
      const guard: GuardSummary = current
        ? { ...current.location, strength }
        : {
            kind: event.check.says.startsWith('@') ? 'decorator' : 'body',
            name: event.check.says.startsWith('@') ? (event.check.says.split(' ')[0] ?? '').slice(1) : 'inline check',
            ...event.check.location,
            strength,
          };
      const known = guards.findIndex((other) => other.kind === guard.kind && other.name === guard.name);
      if (known < 0) guards.push(guard);
      else if (strength === 'validated') guards[known] = guard;
    }
  }
  return guards;
}

/** `before_request check`, `middleware KeyMiddleware`, `App.preprocess_request`. */
function kindEntered(what: string): GuardKind {
  if (/^(?:before_request|after_request|url_value)/.test(what)) return 'hook';
  if (what.startsWith('middleware ')) return 'middleware';
  return /\.(?:full_dispatch|preprocess|dispatch)_request$/.test(what) ? 'app-class' : 'decorator';
}

function decoratorName(bound: BoundRoute, start: number): string {
  const definition = bound.original?.kind === 'function' ? bound.original.definition : undefined;
  const decorator =
    definition?.kind === 'function' ? definition.decorators.find((candidate) => candidate.start === start) : undefined;
  let expression = decorator?.expression;
  if (expression?.kind === 'call') expression = expression.callee;
  if (expression?.kind === 'name') return expression.id;
  return expression?.kind === 'attribute' ? expression.name : 'decorator';
}
