/** What every report is made from: one analysis with the texts that turn its offsets into lines. */
import type { Analysis, AnalysisSettings, Finding, Fix } from '../core/results/results';
import type { RuleMetadata } from '../core/rules/rule';
import { LineIndex } from '../core/text/line-index';
import type { Location, Span } from '../core/text/span';
import type { KeySince } from './key-since';
import type { Observations } from './observations';

/** One analysed project, and how its files are called in this report. */
export interface ProjectReport {
  readonly analysis: Analysis;
  /** What it was analysed with. */
  readonly settings: AnalysisSettings;
  /** The text that was analysed; undefined for a file that could not be read. */
  text(file: string): string | undefined;
  /** The file's name for the reader, e.g. relative to where they stand. */
  nameOf(file: string): string;
  fixes(finding: Finding): readonly Fix[];
  rule(id: string): RuleMetadata | undefined;
  /** Earlier states that it was compared with. */
  readonly comparisons: readonly Comparison[];
  /** Keys that git's history holds, as far as it was asked. */
  readonly keyAges: ReadonlyMap<Finding, KeySince>;
  /** Answers of the running app, if it was asked. */
  readonly observations?: Observations;
}

/** One project compared with one earlier state of it. */
export interface Comparison {
  /** The earlier state, for people: `the baseline`, `main`. */
  readonly with: string;
  /** Why a known finding does not count, e.g. `baseline`. */
  readonly reason: string;
  /** Findings that were there already. */
  readonly known: ReadonlySet<Finding>;
  /** What was there and is gone. */
  readonly gone: readonly GoneFinding[];
  /** The score then; null where only findings are known. */
  readonly score: number | null;
}

/** A finding of the earlier state that has no like today. */
export interface GoneFinding {
  readonly rule: string;
  readonly file: string;
  readonly symbol: string;
}

/** A 1-based place, as people and other tools count. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Turns locations of one project into places; keeps the line index of each file. */
export class Places {
  private readonly indexes = new Map<string, LineIndex>();

  constructor(private readonly project: ProjectReport) {}

  /** Where a location starts. */
  start({ file, span }: Location): Place {
    return this.at(file, span.start);
  }

  /** Where a location ends (exclusive). */
  end({ file, span }: { readonly file: string; readonly span: Span }): Place {
    return this.at(file, span.end);
  }

  /** A file's name for the reader. */
  nameOf(file: string): string {
    return this.project.nameOf(file);
  }

  private at(file: string, offset: number): Place {
    let index = this.indexes.get(file);
    if (index === undefined) {
      index = new LineIndex(this.project.text(file) ?? '');
      this.indexes.set(file, index);
    }
    const { line, column } = index.positionAt(offset);
    return { file: this.project.nameOf(file), line: line + 1, column: column + 1 };
  }
}
