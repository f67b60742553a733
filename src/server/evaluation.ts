import type { Analysis } from '../core/results/results';
import type { JudgedSoFar } from '../core/analysis/route-records';
import type { Session } from '../core/analysis/session';

/** Milliseconds without a change after which everything is evaluated. */
const pause = 150;
/** The same, while a text is broken that was not: it is being typed, and what was known of it last says more. */
const pauseWhileBroken = 1500;
/** Milliseconds after which the server looks at its messages again. */
const longestSlice = 15;
/** Milliseconds of changes upon changes after which an evaluation is no longer given up for the next one. */
const longestUnanswered = 4000;

/**
 * Evaluates a session's project beside the server's other work: after a pause, in slices, and given up when something
 * changes meanwhile. What follows from an edit at once does not come here (`Session.follow`).
 */
export class Evaluation {
  private isRunning = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: { readonly resolve: () => void; readonly reject: (reason: unknown) => void }[] = [];
  /** When the first change came that has no answer yet, and when the last one came. */
  private asked: { readonly first: number; readonly last: number } | undefined;

  constructor(
    private readonly session: Session,
    private readonly done: (analysis: Analysis) => void,
    private readonly progress: (soFar: JudgedSoFar) => void,
  ) {}

  /** Something changed: what is under way is of no use any more. */
  restart(): void {
    const now = performance.now();
    this.asked = { first: this.asked?.first ?? now, last: now };
    this.isRunning = false;
    this.after(pause);
  }

  /** Resolves at the end of the evaluation that is under way, or of a new one; rejects when it fails. */
  async next(isUrgent: boolean): Promise<void> {
    const end = new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }));
    if (!this.isRunning && (isUrgent || this.timer === undefined)) this.begin();
    return end;
  }

  private after(milliseconds: number, run = this.beginAfterPause.bind(this)): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(run, milliseconds);
  }

  private beginAfterPause(): void {
    const known = this.session.follow();
    const quiet = performance.now() - (this.asked?.last ?? 0);
    if (known) this.finish(known);
    else if (this.session.isBreaking && quiet < pauseWhileBroken) this.after(pauseWhileBroken - quiet);
    else this.begin();
  }

  private begin(): void {
    this.isRunning = true;
    const isOverdue = this.asked !== undefined && performance.now() - this.asked.first > longestUnanswered;
    this.slice(this.session.analyseInSteps(), isOverdue ? Infinity : longestSlice);
  }

  private slice(steps: ReturnType<Session['analyseInSteps']>, longest: number): void {
    const end = performance.now() + longest;
    let soFar: JudgedSoFar | undefined;
    try {
      do {
        const step = steps.next();
        if (!step.done) {
          soFar = step.value;
          continue;
        }
        if (step.value) this.finish(step.value);
        else this.restart();
        return;
      } while (performance.now() < end);
    } catch (error) {
      this.end(({ reject }) => {
        reject(error);
      });
      return;
    }
    if (soFar) this.progress(soFar);
    this.after(0, () => {
      this.slice(steps, longest);
    });
  }

  private finish(analysis: Analysis): void {
    this.done(analysis);
    this.end(({ resolve }) => {
      resolve();
    });
  }

  private end(tell: (waiting: Evaluation['waiting'][number]) => void): void {
    clearTimeout(this.timer);
    this.timer = this.asked = undefined;
    this.isRunning = false;
    const { waiting } = this;
    this.waiting = [];
    waiting.forEach(tell);
  }
}
