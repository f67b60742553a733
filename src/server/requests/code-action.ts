import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import type { Finding, Fix } from '../../core/results/results';
import { combineFixes } from '../../core/fixes/combine-fixes';
import { fixKinds } from '../../core/results/fix-kinds';
import { toDiagnostic } from '../diagnostics';
import { toWorkspaceEdit } from '../fix-edits';
import type { Folder } from '../folder';
import { findDocument, type ServerContext } from '../server-context';

/** What a code action carries until it is chosen; `version` is the text that the fix was made for. */
export interface FixData {
  readonly uri: string;
  readonly version: number | null;
  readonly fingerprint: string;
  readonly start: number;
  readonly title: string;
}

const fixAllKind = `${CodeActionKind.SourceFixAll}.apiKeyGuard`;

/** Kinds of action that this server offers. */
export const codeActionKinds: readonly string[] = [CodeActionKind.QuickFix, fixAllKind];

/** `textDocument/codeAction`: fixes for the findings under the selection, and the pages of their rules. */
export async function codeAction(context: ServerContext, params: CodeActionParams): Promise<CodeAction[]> {
  const document = await findDocument(context, params.textDocument.uri);
  if (!document) return [];
  const { folder, file } = document;
  const findings = folder.activeFindings().filter((finding) => finding.file === file);
  const actions: CodeAction[] = [];
  if (wants(params, CodeActionKind.QuickFix)) {
    const touched = findings.filter((finding) => overlaps(folder, finding, params));
    for (const finding of touched) actions.push(...quickFixes(context, folder, finding, params));
    actions.push(...rulePages(context, folder, touched));
  }
  // Only on request (save, command): computing every fix of a file on each cursor move would be waste.
  if (params.context.only && wants(params, fixAllKind)) {
    const { edits } = combineFixes(findings, (finding) => folder.fixes(finding));
    if (edits.length > 0)
      actions.push({
        title: 'Apply all safe API Key Guard fixes',
        kind: fixAllKind,
        edit: toWorkspaceEdit(context, folder, edits),
      });
  }
  return actions;
}

function quickFixes(context: ServerContext, folder: Folder, finding: Finding, params: CodeActionParams): CodeAction[] {
  const uri = params.textDocument.uri;
  const resolves = context.capabilities.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true;
  const offered = folder.fixes(finding).filter(({ kind }) => resolves || !('holdsKey' in fixKinds[kind]));
  return offered.map((fix, index): CodeAction => {
    const data: FixData = {
      uri,
      version: context.documents.get(uri)?.version ?? null,
      fingerprint: finding.fingerprint,
      start: finding.span.start,
      title: fix.title,
    };
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [toDiagnostic(folder, finding, context.options)],
      isPreferred: index === 0 && fixKinds[fix.kind].repairs,
      ...selectReason(context, folder, fix, uri),
      ...(resolves ? { data } : { edit: toWorkspaceEdit(context, folder, fix.edits) }),
    };
  });
}

/** A marker comment needs a reason: the editor selects the placeholder so that the next key press replaces it. */
function selectReason(context: ServerContext, folder: Folder, fix: Fix, uri: string): Pick<CodeAction, 'command'> {
  const command = context.options.selectTextCommand;
  const edit = fix.edits[0];
  if (command === undefined || edit === undefined || fixKinds[fix.kind].repairs) return {};
  const placeholder = /# api-key-guard: (?:public|ignore\[[^\]]*\]) ([^\r\n]+)/.exec(edit.newText)?.[1];
  if (placeholder === undefined) return {};
  const line = folder.range(edit.file, edit.span).start.line;
  return { command: { title: 'Give the reason', command, arguments: [uri, line, placeholder.trim()] } };
}

function rulePages(context: ServerContext, folder: Folder, findings: readonly Finding[]): CodeAction[] {
  const command = context.options.openRulePageCommand;
  if (command === undefined) return [];
  return [...new Set(findings.map((finding) => finding.rule))].map((rule) => ({
    title: `Explain ${rule}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: findings
      .filter((finding) => finding.rule === rule)
      .map((finding) => toDiagnostic(folder, finding, context.options)),
    command: { title: `Explain ${rule}`, command, arguments: [rule] },
  }));
}

function wants(params: CodeActionParams, kind: string): boolean {
  return params.context.only?.some((only) => kind === only || kind.startsWith(only + '.')) ?? true;
}

function overlaps(folder: Folder, finding: Finding, params: CodeActionParams): boolean {
  const start = folder.offset(finding.file, params.range.start);
  const end = folder.offset(finding.file, params.range.end);
  return start <= finding.span.end && finding.span.start <= end;
}
