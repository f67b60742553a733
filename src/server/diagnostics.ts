import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { Finding, Severity } from '../core/results/results';
import type { InitializationOptions } from '../protocol/messages';
import type { Folder } from './folder';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** A folder's findings by file, those with a marker comment or in the baseline left out. */
export function findingsByFile(folder: Folder): Map<string, Finding[]> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of folder.activeFindings()) {
    const known = byFile.get(finding.file);
    if (known) known.push(finding);
    else byFile.set(finding.file, [finding]);
  }
  return byFile;
}

/** A finding as the editor shows it. */
export function toDiagnostic(folder: Folder, finding: Finding, options: InitializationOptions): Diagnostic {
  return {
    source: 'API Key Guard',
    range: folder.range(finding.file, finding.span),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(options.rulePages === undefined
      ? {}
      : { codeDescription: { href: `${options.rulePages}/${finding.rule}.md` } }),
    message: finding.message,
    relatedInformation: finding.related.map((step) => ({ location: folder.location(step), message: step.says })),
  };
}
