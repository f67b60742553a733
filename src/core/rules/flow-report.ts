import type { Flow } from '../leaks/flow';
import type { FileReport } from './rule';

/** A flow as a report: at the place where the value goes out, with the steps of its way there. `remedy` ends the message. */
export function reportFlow(file: string, { start, end, watched, sink }: Flow, remedy: string): FileReport {
  return {
    start,
    end,
    message: `This ${sink.does} ${watched.says}: ${remedy}.`,
    related: [...watched.steps, { start, end, says: `it is ${sink.done}` }].map((step) => ({
      file,
      span: { start: step.start, end: step.end },
      says: step.says,
    })),
  };
}
