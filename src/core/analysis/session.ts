import { createPythonParser, largestPythonText, type ParserBinaries, type PythonParser } from '../python/parser';
import type { ModuleSyntax } from '../python/syntax';
import { evaluateProject, type Project, type SyntaxSource } from '../flask/project';
import { bindRoutes } from '../flask/routes';
import { appImports, demandedVariables } from '../guard-tests/app-imports';
import { guardTestPath, guardTestText } from '../guard-tests/guard-test-file';
import { computeFixes } from '../fixes/compute-fixes';
import type { JudgedRoute } from './judged-routes';
import { collectFindings, type FindingSource } from './findings';
import { declarePublic } from './public-routes';
import type { Analysis, AnalysisSettings, Finding, Fix, UnreadableFile } from './results';
import { defaultSettings } from './settings';
import { VerdictCache, type FormerFile } from './verdict-cache';

export type { ParserBinaries } from '../python/parser';

/**
 * The one surface that editor, command line and tests use: put texts in, take an `Analysis` out.
 * Files are named relative to the workspace root with `/`. Files that are not Python (`openapi.yaml`) may be put in, too.
 */
export class Session {
  private readonly texts = new Map<string, string>();
  private readonly syntaxes = new Map<string, ModuleSyntax>();
  private readonly unreadable = new Map<string, string>();
  private readonly verdicts = new VerdictCache();
  private readonly changes = new Map<string, FormerFile | null>();
  private settings: AnalysisSettings = defaultSettings;
  private latest:
    | { readonly analysis: Analysis; readonly project: Project; readonly sources: ReadonlyMap<Finding, FindingSource> }
    | undefined;

  private readonly source: SyntaxSource = createSource(
    this.texts,
    (file) => this.syntaxOf(file),
    (python) => this.parser.parse(python),
  );

  private constructor(private readonly parser: PythonParser) {}

  /** Loads the parser once per process; rejects when the wasm is damaged. */
  static async create(binaries: ParserBinaries): Promise<Session> {
    return new Session(await createPythonParser(binaries));
  }

  /** Replaces the settings; the next `analyse` obeys them. */
  configure(settings: AnalysisSettings): void {
    this.settings = settings;
    this.verdicts.clear();
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
    if (!isPython(file)) return;
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

  /** Brings everything up to date; cheap when nothing changed. */
  analyse(): Analysis {
    this.latest ??= this.compute();
    return this.latest.analysis;
  }

  /** Fixes for a finding of the last analysis, computed on demand, best first. */
  fixes(finding: Finding): readonly Fix[] {
    const source = this.latest?.sources.get(finding);
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

  private compute(): NonNullable<Session['latest']> {
    const project = evaluateProject(this.source, this.settings.providers);
    const judged = this.verdicts.judge(project, bindRoutes(project.registry), this.changes);
    this.changes.clear();
    const routes = declarePublic(dedupe(judged), project, this.settings);
    const { findings, sources } = collectFindings({ project, routes, settings: this.settings });
    const analysis: Analysis = {
      routes: routes
        .map((one) => one.route)
        .sort(
          (left, right) =>
            compareText(left.location.file, right.location.file) ||
            left.location.span.start - right.location.span.start ||
            compareText(left.path, right.path),
        ),
      findings,
      unreadable: this.listUnreadable(project.tooDeep),
      fileCount: this.source.files.length + [...this.unreadable.keys()].filter((file) => file.endsWith('.py')).length,
    };
    return { analysis, project, sources };
  }

  /** Keeps what the last analysis saw of a file, once. */
  private noteChange(file: string): void {
    if (this.changes.has(file)) return;
    const text = this.texts.get(file);
    this.changes.set(file, text === undefined ? null : { text, syntax: this.syntaxes.get(file) });
  }

  private syntaxOf(file: string): ModuleSyntax | undefined {
    const known = this.syntaxes.get(file);
    if (known) return known;
    const text = this.texts.get(file);
    if (text === undefined) return undefined;
    const syntax = this.parser.parse(text);
    this.syntaxes.set(file, syntax);
    return syntax;
  }

  private listUnreadable(tooDeep: ReadonlySet<string>): UnreadableFile[] {
    const broken = [...this.syntaxes]
      .filter(([, syntax]) => syntax.errors.length > 0)
      .map(([file]): UnreadableFile => ({ file, reason: 'has syntax errors; the rest of it was judged' }));
    const deep = [...tooDeep]
      .filter((file) => !broken.some((one) => one.file === file))
      .map((file): UnreadableFile => ({ file, reason: 'is nested too deeply to follow; the rest of it was judged' }));
    return [
      ...broken,
      ...deep,
      ...[...this.unreadable].map(([file, reason]): UnreadableFile => ({ file, reason })),
    ].sort((left, right) => compareText(left.file, right.file));
  }
}

function isPython(file: string): boolean {
  return /\.pyw?$/.test(file);
}

/** One object for the session's whole life: what is remembered of a file's text is remembered for it. */
function createSource(
  texts: ReadonlyMap<string, string>,
  syntax: SyntaxSource['syntax'],
  parse: SyntaxSource['parse'],
): SyntaxSource {
  return {
    get files() {
      return this.allFiles.filter((file) => file.endsWith('.py'));
    },
    get allFiles() {
      return [...texts.keys()].sort();
    },
    syntax,
    text: (file) => texts.get(file),
    parse,
  };
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Two runs of a factory, or an app imported in two ways, give the same route twice. */
function dedupe(judged: readonly JudgedRoute[]): JudgedRoute[] {
  const seen = new Set<string>();
  return judged.filter(({ route }) => {
    const key = [
      route.location.file,
      route.location.span.start,
      route.path,
      route.methods.join(),
      route.endpoint,
      route.app,
    ].join('|');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
