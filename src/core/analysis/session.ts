import { compareText } from '../text/compare-text';
import { isPythonFile } from '../python/python-file';
import { createPythonParser, largestPythonText, type ParserBinaries, type PythonParser } from '../python/parser';
import type { FollowedText } from '../python/followed-text';
import type { ModuleSyntax } from '../python/syntax';
import { isDocument } from '../openapi/parse-document';
import { evaluateProject, mayRegister, type Project, type SyntaxSource } from '../flask/project';
import { appImports, demandedVariables } from '../guard-tests/app-imports';
import { guardTestPath, guardTestText } from '../guard-tests/guard-test-file';
import { computeFixes } from '../fixes/compute-fixes';
import { applyBodyEdit } from './body-edit';
import { catchUpFiles } from './file-rules';
import { Findings } from './findings';
import { forgetJudgements } from '../guards/judge';
import type { Analysis, AnalysisSettings, Finding, Fix, UnreadableFile } from '../results/results';
import { type JudgedSoFar, RouteRecords } from './route-records';
import { defaultSettings } from './settings';
import { SourceTexts } from './source-texts';

export type { ParserBinaries } from '../python/parser';

/** Files that are searched in one step. */
const filesAtOnce = 20;

/**
 * The one surface that editor, command line and tests use: put texts in, take an `Analysis` out.
 * Files are named relative to the workspace root with `/`. Files that are not Python (`openapi.yaml`) may be put in, too.
 */
export class Session {
  private readonly texts = new SourceTexts();
  private readonly syntaxes = new Map<string, ModuleSyntax>();
  /** Files with syntax errors, of those that were parsed. */
  private readonly broken = new Set<string>();
  private readonly unreadable = new Map<string, string>();
  private readonly records = new RouteRecords();
  private readonly findings = new Findings();
  private evaluated: Project | undefined;
  private followed: { readonly file: string; readonly text: FollowedText } | undefined;
  private readonly changes = new Map<string, FormerFile | null>();
  private settings: AnalysisSettings = defaultSettings;
  private changeCount = 0;
  private breaks = false;
  private latest: { readonly analysis: Analysis; readonly project: Project } | undefined;

  private readonly source: SyntaxSource = createSource(
    this.texts,
    (file) => this.syntaxOf(file),
    (python) => this.parser.parse(python),
  );

  private constructor(private readonly parser: PythonParser) {}

  /** Loads the parser, unless that was done; rejects when the wasm is damaged. */
  static async create(binaries: ParserBinaries): Promise<Session> {
    return new Session(await createPythonParser(binaries));
  }

  /** Replaces the settings; the next `analyse` obeys them. */
  configure(settings: AnalysisSettings): void {
    this.settings = settings;
    this.changeCount++;
    this.evaluated = undefined;
    this.findings.clear();
    this.latest = undefined;
  }

  /** Puts or replaces one file's text. */
  setText(file: string, text: string): void {
    if (this.texts.get(file) === text) return;
    this.noteChange(file);
    this.unreadable.delete(file);
    this.syntaxes.delete(file);
    this.texts.set(file, text);
    this.latest = undefined;
    // Others are searched for keys only, which takes time in proportion to their length.
    if (!isPythonFile(file)) return;
    if (text.length > largestPythonText)
      this.setUnreadable(file, `larger than ${String(largestPythonText / 1_000_000)} million characters`);
    else if (text.includes('\0')) this.setUnreadable(file, 'holds NUL bytes');
  }

  /** Notes a file that could not be read, with the reason to show. */
  setUnreadable(file: string, reason: string): void {
    this.noteChange(file);
    this.texts.delete(file);
    this.syntaxes.delete(file);
    this.unreadable.set(file, reason);
    this.latest = undefined;
  }

  /** Forgets a file. */
  remove(file: string): void {
    this.noteChange(file);
    this.texts.delete(file);
    this.syntaxes.delete(file);
    this.unreadable.delete(file);
    this.latest = undefined;
  }

  /** The text as last put in; undefined for an unknown file. */
  text(file: string): string | undefined {
    return this.texts.get(file);
  }

  /** The routes of what was put in; no finding is looked for, which takes as long again. */
  analyseRoutes(): Analysis {
    if (this.latest) return this.latest.analysis;
    this.evaluated = undefined;
    const project = finish(evaluateProject(this.source, this.settings.providers));
    finish(this.records.judgeAll({ project, settings: this.settings }));
    return this.describe(project, []);
  }

  /** Brings everything up to date; cheap when nothing changed. */
  analyse(): Analysis {
    const known = this.follow();
    if (known) return known;
    return finish(this.evaluate());
  }

  /** What `analyse` gives, where that takes time in proportion to what changed; undefined where all must be evaluated. */
  follow(): Analysis | undefined {
    if (this.latest) return this.latest.analysis;
    const project = this.followEdit();
    return project && this.conclude(project);
  }

  /** True when the change that `follow` could not follow left a text broken that was not: one that is being typed. */
  get isBreaking(): boolean {
    return this.breaks;
  }

  /** What `analyse` does, a little at each step. It ends, without a result, when anything is changed between two steps. */
  *analyseInSteps(): Generator<JudgedSoFar | undefined, Analysis | undefined> {
    const { changeCount } = this;
    const steps = this.evaluate();
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
      yield value;
      if (changeCount !== this.changeCount) return undefined;
    }
  }

  /** Fixes for a finding of the last analysis, computed on demand, best first. */
  fixes(finding: Finding): readonly Fix[] {
    const source = this.findings.sourceOf(finding);
    if (!this.latest || !source) return [];
    return computeFixes({
      project: this.latest.project,
      finding,
      source,
      settings: this.settings,
      text: (file) => this.texts.get(file),
    });
  }

  /** A pytest module that asks every app of the project; undefined when there is none. */
  guardTests(): { readonly file: string; readonly text: string } | undefined {
    const { routes } = this.analyse();
    const project = this.latest?.project;
    const apps = project ? appImports(project) : [];
    if (!project || apps.length === 0) return undefined;
    const variables = demandedVariables(project);
    return {
      file: guardTestPath(this.source.files),
      text: guardTestText({ apps, variables, routes, settings: this.settings }),
    };
  }

  private *evaluate(): Generator<JudgedSoFar | undefined, Analysis> {
    // Half a way through it, what was evaluated before can no longer be followed.
    this.evaluated = undefined;
    const project = yield* evaluateProject(this.source, this.settings.providers);
    while (!catchUpFiles(this.settings, this.source, filesAtOnce)) {
      this.forgetUnused(project);
      yield;
    }
    yield* this.records.judgeAll({ project, settings: this.settings });
    return this.conclude(project);
  }

  private conclude(project: Project): Analysis {
    const { settings, records } = this;
    this.evaluated = project;
    const findings = this.findings.collect({
      project,
      settings,
      changed: this.changes,
      routeReports: records.reports,
      get routes() {
        return records.judged;
      },
    });
    const analysis = this.describe(project, findings);
    this.changes.clear();
    this.forgetUnused(project);
    this.latest = { analysis, project };
    return analysis;
  }

  /** Syntax that no module of the project stands on was read once, for rules about single files; a fix reads it again. */
  private forgetUnused(project: Project): void {
    for (const file of this.syntaxes.keys()) if (!project.scopes.has(file)) this.syntaxes.delete(file);
  }

  private describe(project: Project, findings: readonly Finding[]): Analysis {
    return {
      routes: this.records.published,
      findings,
      unreadable: this.listUnreadable(project.tooDeep),
      fileCount: this.source.files.length + [...this.unreadable.keys()].filter((file) => file.endsWith('.py')).length,
    };
  }

  /** The project after an edit of one file that leaves what is registered as it is; undefined when all must be evaluated again. */
  private followEdit(): Project | undefined {
    this.breaks = false;
    const project = this.evaluated;
    if (!project) return undefined;
    // Other files hold nothing but keys, but for documents that say what is routed where.
    const { hasAskedForDocuments } = project.modules;
    if (hasAskedForDocuments && [...this.changes.keys()].some(isDocument)) return undefined;
    const [change, ...others] = [...this.changes].filter(([file]) => isPythonFile(file));
    if (!change) return project;
    if (others.length > 0) return undefined;
    const [file, before] = change;
    const text = this.texts.get(file);
    if (before === null || text === undefined) return undefined;
    if (!project.scopes.has(file))
      return mayRegister(file, before.text) || mayRegister(file, text) ? undefined : project;
    const followed = before.syntax && this.followText(file, before.text);
    if (!before.syntax || !followed) return undefined;
    const edit = applyBodyEdit(project, file, before.syntax, followed, text);
    if (!edit) {
      this.breaks = followed.isBrokenBy(text);
      return undefined;
    }
    this.keepSyntax(file, edit.syntax);
    forgetJudgements(project.judge, edit.edited);
    // A new object, for what is remembered of a project rests on its functions.
    const next = { ...project };
    this.records.judgeAgain({ project: next, settings: this.settings }, file, edit.edited);
    return next;
  }

  /** The file that is being typed in is followed; one at a time, for its tree takes memory. */
  private followText(file: string, text: string): FollowedText | null {
    if (this.followed?.file === file && this.followed.text.text === text) return this.followed.text;
    this.followed?.text.close();
    const followed = this.parser.follow(text);
    this.followed = followed ? { file, text: followed } : undefined;
    return followed;
  }

  /** Keeps what the last analysis saw of a file, once. */
  private noteChange(file: string): void {
    this.changeCount++;
    if (this.changes.has(file)) return;
    const text = this.texts.get(file);
    this.changes.set(file, text === undefined ? null : { text, syntax: this.syntaxes.get(file) });
    this.broken.delete(file);
  }

  private syntaxOf(file: string): ModuleSyntax | undefined {
    const known = this.syntaxes.get(file);
    if (known) return known;
    const text = this.texts.get(file);
    if (text === undefined) return undefined;
    const syntax = this.parser.parse(text);
    this.keepSyntax(file, syntax);
    return syntax;
  }

  private keepSyntax(file: string, syntax: ModuleSyntax): void {
    this.syntaxes.set(file, syntax);
    if (syntax.errors.length > 0) this.broken.add(file);
    else this.broken.delete(file);
  }

  private listUnreadable(tooDeep: ReadonlySet<string>): UnreadableFile[] {
    const broken = [...this.broken].map((file): UnreadableFile => ({
      file,
      reason: 'has syntax errors; the rest of it was judged',
    }));
    const deep = [...tooDeep]
      .filter((file) => !this.broken.has(file))
      .map((file): UnreadableFile => ({ file, reason: 'is nested too deeply to follow; the rest of it was judged' }));
    return [
      ...broken,
      ...deep,
      ...[...this.unreadable].map(([file, reason]): UnreadableFile => ({ file, reason })),
    ].sort((left, right) => compareText(left.file, right.file));
  }
}

/** Takes all steps at once. */
function finish<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** A file as the last analysis saw it. */
interface FormerFile {
  readonly text: string;
  readonly syntax: ModuleSyntax | undefined;
}

/** One object for the session's whole life: what is remembered of a file's text is remembered for it. */
function createSource(texts: SourceTexts, syntax: SyntaxSource['syntax'], parse: SyntaxSource['parse']): SyntaxSource {
  return {
    get files() {
      return texts.files.python;
    },
    get allFiles() {
      return texts.files.all;
    },
    changes: texts.changes,
    syntax,
    text: (file) => texts.get(file),
    parse,
  };
}
