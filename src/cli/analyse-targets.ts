/** Reads and analyses the projects of a command line, and keeps of each analysis what was asked for. */
import path from 'node:path';
import type { Analysis, AnalysisSettings, UnreadableFile } from '../core/results/results';
import { Session } from '../core/analysis/session';
import { defaultSettings } from '../core/analysis/settings';
import { groupedNumber } from '../report/grouped-number';
import { findConfiguration } from '../workspace/find-configuration';
import { readParserBinaries } from '../workspace/parser-binaries';
import { putFile, readByKind, readWorkspace } from '../workspace/read-workspace';
import { UserError } from '../workspace/user-error';
import { isPythonFile } from '../core/python/python-file';
import { type FixResult, fixFindings } from './apply-fixes';
import type { Progress } from './progress';
import { isBelow, type Target } from './targets';

/** One project after its analysis; `analysis` holds what was asked for only. */
export interface AnalysedTarget {
  readonly root: string;
  readonly session: Session;
  readonly settings: AnalysisSettings;
  readonly analysis: Analysis;
  /** Whether what was asked for includes a file, be it there or not. */
  readonly isReported: (file: string) => boolean;
  /** Files that were asked for by name and could not be read at all. */
  readonly refused: readonly UnreadableFile[];
  /** What `--fix` did, when it was asked for. */
  readonly fixes: FixResult | null;
}

/** What is to be done with a target. */
interface TargetWishes {
  /** Its files are fixed first, and what remains is analysed. */
  readonly fix?: boolean;
  /** Looks for no findings. */
  readonly routesOnly?: boolean;
}

/** Analyses one target. */
export async function analyseTarget(
  target: Target,
  progress: Progress,
  { fix = false, routesOnly = false }: TargetWishes = {},
): Promise<AnalysedTarget> {
  const session = await Session.create(readParserBinaries());
  const settings = settingsOf(target.root);
  session.configure(settings);
  const files = readTarget(target, session, progress);
  progress.show(`Judging ${groupedNumber(files.length)} files`);
  const isReported = reportedFiles(target);
  const fixes = fix ? fixFindings(target.root, session, isReported) : null;
  const whole = routesOnly ? session.analyseRoutes() : session.analyse();
  const analysis: Analysis = {
    routes: whole.routes.filter(({ location }) => isReported(location.file)),
    findings: whole.findings.filter(({ file }) => isReported(file)),
    unreadable: whole.unreadable.filter(({ file }) => isReported(file)),
    fileCount: files.filter((file) => isReported(file)).length,
  };
  const asked = new Set(target.files.map((file) => relativeName(target.root, file)));
  const refused = analysis.unreadable.filter(({ file }) => asked.has(file) && session.text(file) === undefined);
  return { root: target.root, session, settings, analysis, isReported, refused, fixes };
}

function settingsOf(root: string): AnalysisSettings {
  const { settings, problems } = findConfiguration(root);
  if (problems.length > 0) throw new UserError(problems.join('; '));
  return { ...defaultSettings, ...settings };
}

/** Names of the Python files that were read, relative to the root. */
function readTarget({ root, directories, files }: Target, session: Session, progress: Progress): readonly string[] {
  const names = new Set<string>();
  for (const directory of directories) {
    const prefix = relativeName(root, directory);
    for (const found of readWorkspace(directory)) {
      const file = prefix === '' ? found.file : `${prefix}/${found.file}`;
      putFile(session, { ...found, file });
      if (isPythonFile(file)) names.add(file);
      if (names.size % 250 === 0) progress.show(`Reading ${groupedNumber(names.size)} files`);
    }
  }
  // A file that was asked for by name is read even where ignore rules hide it.
  for (const file of files.map((asked) => relativeName(root, asked)).filter((name) => !names.has(name))) {
    putFile(session, { file, ...readByKind(path.join(root, file)) });
    names.add(file);
  }
  return [...names];
}

function reportedFiles({ root, files, reported }: Target): (file: string) => boolean {
  if (reported.includes(root)) return (file) => !file.startsWith('../');
  const asked = new Set(files);
  return (file) => {
    const absolute = path.join(root, file);
    return asked.has(absolute) || reported.some((directory) => isBelow(absolute, directory));
  };
}

function relativeName(root: string, absolute: string): string {
  return path.relative(root, absolute).replaceAll(path.sep, '/');
}
