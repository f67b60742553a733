import type { Question, RequestContext } from '../flask/requests/request-context';
import type { Machine } from '../semantics/machine';
import { Edits } from '../semantics/edits';
import type { FunctionValue } from '../semantics/values/values';

type Definition = FunctionValue['definition'];

/** What was computed once, and what that computation asked of the request. */
interface Run<Result> {
  readonly subject: readonly unknown[];
  readonly asked: ReadonlyMap<Question, unknown>;
  readonly result: Result;
  readonly touched: ReadonlySet<Definition>;
  readonly steps: number;
  /** How many edits came before. */
  readonly edits: number;
}

/** Code that asks for the endpoint runs for each route: more runs than these are not worth keeping. */
const mostRuns = 64;

/**
 * Remembers results of code that runs for many requests. Most of it asks for nothing that tells them apart: what asked
 * for the same and got the same has the same result.
 */
export class RequestMemo<Result> {
  private readonly runs = new Map<unknown, Run<Result>[]>();

  private readonly edits = new Edits();

  /** Forgets what rests on code that was edited. */
  forget(edited: ReadonlySet<Definition>): void {
    this.edits.note(edited);
  }

  /** The result for a subject (compared by identity): that of an earlier run if this request answers all that it asked alike. */
  remember(machine: Machine, context: RequestContext, subject: readonly unknown[], compute: () => Result): Result {
    const runs = this.runs.get(subject[0]) ?? [];
    const known =
      this.edits.count === 0 ? runs : runs.filter(({ edits, touched }) => this.edits.isCurrent(edits, touched));
    this.runs.set(subject[0], known);
    const former = known.find((run) => isSame(run, subject, context));
    if (former) {
      machine.budget.remaining -= former.steps;
      for (const definition of former.touched) machine.touched.add(definition);
      for (const field of former.asked.keys()) context.asked.add(field);
      return former.result;
    }
    const before = machine.budget.remaining;
    const result = compute();
    known.push({
      subject,
      asked: new Map([...context.asked].map((field) => [field, context.answer(field)])),
      result,
      touched: new Set(machine.touched),
      steps: before - machine.budget.remaining,
      edits: this.edits.count,
    });
    if (known.length > mostRuns) known.shift();
    return result;
  }
}

function isSame<Result>(run: Run<Result>, subject: readonly unknown[], context: RequestContext): boolean {
  return (
    run.subject.length === subject.length &&
    run.subject.every((part, at) => part === subject[at]) &&
    [...run.asked].every(([field, answer]) => context.answer(field) === answer)
  );
}
