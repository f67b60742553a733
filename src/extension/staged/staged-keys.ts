import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { runCommandLine } from './command-line';
import { findGitApi, type GitApi, type GitRepository } from './git-api';
import { notifyOfKeys } from './notify';

/** A finding of `api-key-guard staged --format json`. */
interface StagedFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly fingerprint: string;
  readonly suppressed: object | null;
  readonly new: boolean;
}

/** Watches what is staged, if there is a Git extension to tell. */
export async function watchStagedKeys(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<void> {
  const git = await findGitApi();
  if (git === undefined) return;
  const keys = new StagedKeys(git, log);
  context.subscriptions.push(keys);
  for (const repository of git.repositories) keys.watch(repository);
  context.subscriptions.push(
    git.onDidOpenRepository((repository) => {
      keys.watch(repository);
    }),
  );
}

/** Keys in the indexes of all repositories: as problems, and as decorations of their files. */
class StagedKeys implements vscode.Disposable, vscode.FileDecorationProvider {
  private readonly problems = vscode.languages.createDiagnosticCollection('API Key Guard (staged)');
  private readonly decorationsChanged = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.decorationsChanged.event;
  private readonly subscriptions: { dispose(): unknown }[] = [this.problems, this.decorationsChanged];
  /** The files of each repository, and the findings of each file, by its address. */
  private readonly files = new Map<string, readonly vscode.Uri[]>();
  private readonly staged = new Map<string, readonly StagedFinding[]>();
  private readonly shown = new Map<string, string>();
  private readonly seen = new Map<string, string>();
  private readonly told = new Map<string, string>();

  constructor(
    private readonly git: GitApi,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.subscriptions.push(
      vscode.window.registerFileDecorationProvider(this),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) this.refresh(uri);
      }),
    );
  }

  watch(repository: GitRepository): void {
    const look = (): void => {
      this.look(repository).catch((error: unknown) => {
        this.log.error(`What is staged was not checked: ${String(error)}`);
      });
    };
    this.subscriptions.push(repository.state.onDidChange(look));
    look();
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (!this.staged.has(String(uri))) return undefined;
    return new vscode.FileDecoration(
      '!K',
      vscode.l10n.t('A key is staged'),
      new vscode.ThemeColor('list.errorForeground'),
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** The Git extension tells of every status that it reads; only an index that was written is looked at. */
  private async look(repository: GitRepository): Promise<void> {
    const root = repository.rootUri.fsPath;
    const isEmpty = repository.state.indexChanges.length === 0;
    const state = isEmpty ? 'empty' : await indexState(root);
    if (this.seen.get(root) === state) return;
    this.seen.set(root, state);
    if (isEmpty) {
      this.told.delete(root);
      this.show(root, []);
      return;
    }
    const { status, output, errors } = await runCommandLine(['staged', '--format', 'json'], root, this.git.git.path);
    if (this.seen.get(root) !== state) return;
    if (status > 1) {
      this.log.warn(errors.trim());
      return;
    }
    const { findings } = JSON.parse(output) as { readonly findings: readonly StagedFinding[] };
    const open = findings.filter((finding) => finding.new && finding.suppressed === null);
    this.show(root, open);
    const keys = open.map((finding) => ({
      uri: uriOf(root, finding),
      range: rangeOf(finding),
      fingerprint: finding.fingerprint,
    }));
    const news = keys.map(({ fingerprint }) => fingerprint).join(' ');
    if (news === '' || this.told.get(root) === news) return;
    this.told.set(root, news);
    await notifyOfKeys(keys, repository);
  }

  private show(root: string, findings: readonly StagedFinding[]): void {
    const before = this.files.get(root) ?? [];
    for (const uri of before) this.staged.delete(String(uri));
    const byFile = [...grouped(findings)].map(([file, ofFile]) => ({ uri: uriOf(root, { file }), ofFile }));
    for (const { uri, ofFile } of byFile) this.staged.set(String(uri), ofFile);
    const after = byFile.map(({ uri }) => uri);
    this.files.set(root, after);
    for (const uri of [...before, ...after]) this.refresh(uri);
    this.decorationsChanged.fire(undefined);
  }

  /** A key that the working file still holds is among the problems already. */
  private refresh(uri: vscode.Uri): void {
    const told = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'API Key Guard');
    const others = (this.staged.get(String(uri)) ?? []).filter(
      ({ rule, message }) => !told.some((one) => ruleOf(one) === rule && one.message === message),
    );
    // Setting what is set would tell of a change once more, without end.
    const shown = others.map(({ fingerprint, line, column }) => `${fingerprint} ${line}:${column}`).join();
    if (shown === (this.shown.get(String(uri)) ?? '')) return;
    this.shown.set(String(uri), shown);
    this.problems.set(uri, others.map(problemOf));
  }
}

function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}

function grouped(findings: readonly StagedFinding[]): Map<string, StagedFinding[]> {
  const groups = new Map<string, StagedFinding[]>();
  for (const finding of findings) groups.set(finding.file, [...(groups.get(finding.file) ?? []), finding]);
  return groups;
}

/** Changes with every write of the index; of a worktree it stands where the file `.git` points. */
async function indexState(root: string): Promise<string> {
  const place = path.join(root, '.git');
  const isFolder = (await stat(place)).isDirectory();
  const folder = isFolder ? place : path.resolve(root, (await readFile(place, 'utf8')).replace(/^gitdir: /, '').trim());
  const { mtimeMs, size, ino } = await stat(path.join(folder, 'index'));
  return `${mtimeMs} ${size} ${ino}`;
}

function uriOf(root: string, { file }: Pick<StagedFinding, 'file'>): vscode.Uri {
  return vscode.Uri.file(path.join(root, file));
}

function rangeOf({ line, column, endLine, endColumn }: StagedFinding): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

function problemOf(finding: StagedFinding): vscode.Diagnostic {
  const severities = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    info: vscode.DiagnosticSeverity.Information,
  };
  // What the key is, the working file's own finding says; this one stays when the file is mended and not staged again.
  const says = vscode.l10n.t('Staged: the commit would hold this key. Take it out and stage the file again.');
  const problem = new vscode.Diagnostic(rangeOf(finding), says, severities[finding.severity]);
  problem.source = 'API Key Guard (staged)';
  problem.code = finding.rule;
  return problem;
}
