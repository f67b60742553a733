import type { Flow } from '../leaks/flow';
import type { FileReport } from './rule';

/** A flow as a report: at the place where the value goes out, with the steps of its way there. */
export function reportFlow(file: string, { start, end, watched, sink }: Flow, message: string): FileReport {
  return {
    start,
    end,
    message,
    related: [...watched.steps, { start, end, says: `it is ${sink.says}` }].map((step) => ({
      file,
      span: { start: step.start, end: step.end },
      says: step.says,
    })),
  };
}
