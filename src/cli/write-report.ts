/** Where a report goes: standard output, or a file. */
import { writeFileSync } from 'node:fs';
import { readFailure } from '../workspace/read-source';
import { UserError } from '../workspace/user-error';
import { print } from './output';

/** Writes a report to `file`, or prints it. */
export function writeReport(report: string, file: string | undefined): void {
  if (file === undefined) {
    print(report);
    return;
  }
  try {
    writeFileSync(file, report);
  } catch (error) {
    throw new UserError(`${file}: ${readFailure(error)}`);
  }
}
