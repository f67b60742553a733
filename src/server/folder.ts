import type { Analysis, AnalysisSettings, Finding, Fix } from '../core/results/results';
import type { Session } from '../core/analysis/session';
import { defaultSettings } from '../core/analysis/settings';
import { changeBetween, offsetAfter } from '../core/text/text-change';
import { LineIndex } from '../core/text/line-index';
import type { Location, Span } from '../core/text/span';
import { defaultEditorSettings, type EditorSettings } from '../protocol/editor-settings';
import type { LocationMessage, PositionMessage, RangeMessage } from '../protocol/messages';
import { groupedNumber } from '../report/grouped-number';
import type { Observations } from '../report/observations';
import { counted } from '../report/text-blocks';
import { Evaluation } from './evaluation';
import { FolderUris } from './folder-uris';
import type { FileContent, WorkspaceFiles } from './workspace-files';

const nothing: ReadonlySet<Finding> = new Set();

/** By this name a folder stands among its unreadable files when it cannot be walked. */
const wholeFolder = '.';

/** Milliseconds that a person does not notice. */
const soonest = 200;

/** Files between two words on how far a load is. */
const progressStep = 50;

/**
 * One workspace folder: its session, what is open in the editor on top of what is on disk, and its settings.
 * Requests await `ready`, so that no answer is given from a half-read workspace.
 */
export class Folder {
  readonly uris: FolderUris;
  readonly ready: Promise<void>;
  editor: EditorSettings = defaultEditorSettings;
  settings: AnalysisSettings = defaultSettings;
  /** Grows with every change; equal revisions mean equal results. */
  revision = 0;
  private session: Session | undefined;
  private evaluation: Evaluation | undefined;
  /** Of the texts as they are now. */
  private current: Analysis | undefined;
  /** The last one, and the texts that changed since as it saw them. */
  private last: Analysis | undefined;
  private readonly seenTexts = new Map<string, string>();
  private loading: Promise<unknown> = Promise.resolve();
  /** What a running app answered, if it was asked. */
  observations: Observations | undefined;
  /** The findings that a baseline knows; see `configureFolder`. */
  recognise: () => ReadonlySet<Finding> = () => nothing;
  private shown: { readonly analysis: Analysis; readonly findings: readonly Finding[] } | undefined;
  private readonly buffers = new Map<string, string>();
  private readonly onDisk = new Set<string>();
  private readonly listeners = new Set<(says: string) => void>();
  private readonly lines = new Map<string, { text: string; index: LineIndex }>();

  /** A folder without files (`undefined`) holds single documents that belong to no workspace folder. */
  constructor(
    readonly root: string,
    readonly files: WorkspaceFiles | undefined,
    createSession: () => Promise<Session>,
    configured: () => Promise<void>,
  ) {
    this.uris = new FolderUris(root);
    this.ready = this.start(createSession, configured);
  }

  private async start(createSession: () => Promise<Session>, configured: () => Promise<void>): Promise<void> {
    const session = await createSession();
    await configured();
    session.configure(this.settings);
    this.session = session;
    await this.load(() => false);
    this.evaluation = new Evaluation(
      session,
      (analysis) => {
        this.take(analysis);
      },
      ({ judged, of }) => {
        this.tell(`${groupedNumber(judged)} of ${counted(of, 'route')} judged`);
      },
    );
    this.evaluation.restart();
  }

  /** Reads every file again; false when it was stopped. Unchanged texts cost nothing. Loads run one after the other. */
  async load(isStopped: () => boolean): Promise<boolean> {
    const load = this.loading.then(() => this.readAll(isStopped));
    this.loading = load.catch(() => undefined);
    return load;
  }

  private async readAll(isStopped: () => boolean): Promise<boolean> {
    const seen = new Set<string>();
    try {
      for await (const { file, ...content } of this.files?.load(this.root) ?? []) {
        if (isStopped()) return false;
        if (seen.size % progressStep === 0) this.tell(`${counted(seen.size, 'file')} read`);
        seen.add(file);
        this.put(file, content);
      }
      for (const file of this.onDisk) if (!seen.has(file)) this.drop(file);
    } catch (error) {
      // What was read before stays, and what other folders hold is told as ever.
      this.put(wholeFolder, { unreadable: error instanceof Error ? error.message : String(error) });
    }
    for (const [file, text] of this.buffers) this.setText(file, text);
    return true;
  }

  /**
   * Resolves when `analysis` is there without waiting. What must be evaluated waits for a pause in typing; not so for
   * somebody who asked and waits (`isUrgent`).
   */
  async settled(isUrgent = false): Promise<void> {
    await this.ready;
    await this.loading;
    while (!this.follow()) await this.evaluation?.next(isUrgent);
  }

  /** The analysis, or what was known last where it takes longer than a person would wait; undefined where nothing is. */
  async soon(): Promise<{ readonly analysis: Analysis | undefined; readonly isCurrent: boolean }> {
    await Promise.race([this.settled(), new Promise((resolve) => setTimeout(resolve, soonest))]);
    return { analysis: this.current ?? this.last, isCurrent: this.current !== undefined };
  }

  /** Tells how far reading and judging are, in words for a person, until the function that it gives is called. */
  listen(listener: (says: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(says: string): void {
    for (const listener of this.listeners) listener(says);
  }

  /** How many files the last load found. */
  get fileCount(): number {
    return this.onDisk.size;
  }

  /** True for a file that the last load found. */
  knows(file: string): boolean {
    return this.onDisk.has(file);
  }

  /** Takes one known file's text from where files come from, after it changed there. */
  async reread(file: string): Promise<void> {
    if (this.files && this.onDisk.has(file)) this.put(file, await this.files.read(this.root, file));
  }

  /** Forgets a file, or everything below a deleted directory. */
  forget(fileOrDirectory: string): void {
    for (const file of [...this.onDisk])
      if (file === fileOrDirectory || file.startsWith(fileOrDirectory + '/')) this.drop(file);
  }

  /** The editor's text wins over the disk's from now on. */
  openBuffer(file: string, text: string): void {
    this.buffers.set(file, text);
    this.setText(file, text);
  }

  /** The disk's text counts again. */
  async closeBuffer(file: string): Promise<void> {
    this.buffers.delete(file);
    if (this.onDisk.has(file)) await this.reread(file);
    else this.drop(file);
  }

  /** Files that are open in the editor. */
  get openFiles(): readonly string[] {
    return [...this.buffers.keys()];
  }

  /** Replaces the settings; the next analysis obeys them. */
  configure(settings: AnalysisSettings, editor: EditorSettings): void {
    this.settings = settings;
    this.editor = editor;
    this.session?.configure(settings);
    this.change(undefined);
  }

  /** Header in which callers send their key. */
  get headerName(): string {
    return this.settings.headerName;
  }

  /** Results that are up to date after `settled`; of a text that changed since they may be those of the text before. */
  analysis(): Analysis {
    if (!this.session) throw new Error(`${this.root} is not loaded yet`);
    return this.follow() ?? this.last ?? this.take(this.session.analyse());
  }

  private follow(): Analysis | undefined {
    const followed = this.current ?? this.session?.follow();
    return followed && this.take(followed);
  }

  private take(analysis: Analysis): Analysis {
    // What was said of the same texts before may have been said of the last analysis.
    if (this.last !== analysis) this.revision++;
    this.current = this.last = analysis;
    this.seenTexts.clear();
    return analysis;
  }

  /** The findings that count: no marker suppresses them, no baseline knows them. */
  activeFindings(): readonly Finding[] {
    const analysis = this.analysis();
    if (this.shown?.analysis !== analysis) {
      const known = this.recognise();
      const isActive = (finding: Finding): boolean => finding.suppressed === null && !known.has(finding);
      this.shown = { analysis, findings: analysis.findings.filter(isActive) };
    }
    return this.shown.findings;
  }

  /** Fixes of a finding of the current analysis. */
  fixes(finding: Finding): readonly Fix[] {
    return this.session?.fixes(finding) ?? [];
  }

  /** The text that was analysed; undefined for a file that could not be read. */
  text(file: string): string | undefined {
    return this.session?.text(file);
  }

  /** A pytest module for the folder's apps; undefined when it makes none. */
  guardTests(): { readonly file: string; readonly text: string } | undefined {
    return this.session?.guardTests();
  }

  /** True when the file exists for the session, so that an edit changes it and does not create it. */
  has(file: string): boolean {
    return this.session?.text(file) !== undefined;
  }

  /** A span of the last analysis as lines and columns of the text as it is now. */
  range(file: string, span: Span): RangeMessage {
    const index = this.index(file);
    const seen = this.seenTexts.get(file);
    const now = (offset: number): number =>
      seen === undefined ? offset : offsetAfter(changeBetween(seen, this.text(file) ?? ''), offset);
    return { start: position(index, now(span.start)), end: position(index, now(span.end)) };
  }

  /** Offset of a position of the text that was analysed. */
  offset(file: string, at: PositionMessage): number {
    return this.index(file).lineStart(at.line) + at.character;
  }

  /** A place of the core as a document's place. */
  location(place: Location): LocationMessage {
    return { uri: this.uris.uriOf(place.file), range: this.range(place.file, place.span) };
  }

  private put(file: string, content: FileContent): void {
    this.onDisk.add(file);
    if (this.buffers.has(file)) return;
    if ('text' in content) this.setText(file, content.text);
    else {
      this.change(file);
      this.session?.setUnreadable(file, content.unreadable);
    }
  }

  private setText(file: string, text: string): void {
    if (!this.session || this.session.text(file) === text) return;
    this.change(file);
    this.session.setText(file, text);
  }

  private drop(file: string): void {
    this.onDisk.delete(file);
    if (this.buffers.has(file)) return;
    this.change(file);
    this.session?.remove(file);
    this.lines.delete(file);
  }

  private change(file: string | undefined): void {
    const seen = file === undefined ? undefined : this.session?.text(file);
    if (file !== undefined && seen !== undefined && !this.seenTexts.has(file)) this.seenTexts.set(file, seen);
    this.current = undefined;
    this.revision++;
    this.evaluation?.restart();
  }

  private index(file: string): LineIndex {
    const text = this.session?.text(file) ?? '';
    const known = this.lines.get(file);
    if (known?.text === text) return known.index;
    const index = new LineIndex(text);
    this.lines.set(file, { text, index });
    return index;
  }
}

function position(index: LineIndex, offset: number): PositionMessage {
  const { line, column } = index.positionAt(offset);
  return { line, character: column };
}
