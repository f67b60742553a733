import type { Flow } from '../leaks/flow';
import type { FileReport } from './rule';

/** Reports a flow where the value leaves, with the steps that lead there. `remedy` ends the message. */
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
