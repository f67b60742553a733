import * as vscode from 'vscode';
import type { RouteMessage, RoutesChanged } from '../protocol/messages';
import { commandIds } from './command-ids';
import { verdictTitles } from './verdict-icons';
import type { RouteNode } from './route-nodes';
import type { ServerHandle } from './server-handle';

/** `12/15 routes guarded` in the status bar; hidden where there is no route. */
export class RouteStatus implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('apiKeyGuard.status', vscode.StatusBarAlignment.Left, 10);
  private readonly subscription: vscode.Disposable;

  constructor(
    server: ServerHandle,
    private readonly view: vscode.TreeView<RouteNode>,
  ) {
    this.item.name = 'API Key Guard';
    this.item.command = commandIds.showRoutes;
    this.subscription = server.onRoutesChanged((counts) => {
      this.show(counts);
    });
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private show(counts: RoutesChanged): void {
    const problems = counts.total - counts.guarded;
    this.view.badge =
      problems > 0
        ? { value: problems, tooltip: vscode.l10n.t('{0} of {1} routes are not guarded', problems, counts.total) }
        : undefined;
    if (counts.total + counts.public === 0) {
      this.item.hide();
      return;
    }
    this.item.text =
      counts.total === 0
        ? vscode.l10n.t('$(globe) Public routes only')
        : vscode.l10n.t('$(shield) {0}/{1} routes guarded', counts.guarded, counts.total);
    this.item.tooltip = tooltip(counts);
    this.item.accessibilityInformation = { label: inWords(counts), role: 'button' };
    this.item.show();
  }
}

/** For screen readers, which would read the icon's name and the tooltip's marks. */
function inWords({ guarded, total, public: open }: RoutesChanged): string {
  if (total === 0) return vscode.l10n.t('Public routes only');
  return open === 0
    ? vscode.l10n.t('{0} of {1} routes guarded', guarded, total)
    : vscode.l10n.t('{0} of {1} routes guarded, {2} public', guarded, total, open);
}

function tooltip(counts: RoutesChanged): vscode.MarkdownString {
  const order: readonly RouteMessage['verdict'][] = [
    'protected',
    'conditional',
    'presence-only',
    'unprotected',
    'unverified',
  ];
  const rows = order
    .filter((verdict) => counts.verdicts[verdict] > 0)
    .map((verdict) => `- ${verdictTitles()[verdict]}: ${counts.verdicts[verdict]}`);
  if (counts.public > 0)
    rows.push(`- ${vscode.l10n.t('{0}: {1} (not counted)', verdictTitles().public, counts.public)}`);
  return new vscode.MarkdownString(['**API Key Guard**', ...rows].join('\n\n').replace(/\n\n- /g, '\n- '));
}
