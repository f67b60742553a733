import * as vscode from 'vscode';
import type { Answers } from '../answers';
import type { RouteNode } from '../route-nodes';
import { commandIds, routesViewId } from '../command-ids';
import type { RoutesTree } from '../routes-tree';
import type { ServerHandle } from '../server-handle';
import { exportReport } from '../security-report/export-report';
import type { ReportView } from '../security-report/report-view';
import { showView } from '../show-view';
import { copyAsCurl } from './copy-as-curl';
import { copyDiagnostics } from './copy-diagnostics';
import { createGuardTests } from './create-guard-tests';
import { filterRoutes } from './filter-routes';
import { fixAll, fixBlueprint, fixFile } from './fix-all';
import { openRoute } from './open-route';
import { openRulePage } from './open-rule-page';
import { scanWorkspace } from './scan-workspace';
import { selectText } from './select-text';
import { showEvidence } from './show-evidence';
import { verifyApp } from './verify-app';

/** What the commands work on. */
export interface CommandTargets {
  readonly server: ServerHandle;
  readonly tree: RoutesTree;
  readonly view: vscode.TreeView<RouteNode>;
  readonly report: ReportView;
  readonly answers: Answers;
  readonly log: vscode.LogOutputChannel;
}

/** Registers every command of `package.json`; any of them may be the first thing that a person does. */
export function registerCommands(context: vscode.ExtensionContext, targets: CommandTargets): void {
  const { server, tree, view, report, answers, log } = targets;
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    [commandIds.scanWorkspace]: () => scanWorkspace(server),
    [commandIds.showRoutes]: async () => {
      await server.get();
      await showView();
      await vscode.commands.executeCommand(`${routesViewId}.focus`);
    },
    [commandIds.openReport]: () => report.open(),
    [commandIds.exportReport]: (format?: unknown, target?: unknown) => exportReport(server, format, target),
    [commandIds.showProblemRoutes]: () => tree.show({ problemsOnly: true }),
    [commandIds.showAllRoutes]: () => tree.show({ problemsOnly: false }),
    [commandIds.groupByVerdict]: () => tree.show({ groupBy: 'verdict' }),
    [commandIds.groupByApp]: () => tree.show({ groupBy: 'app' }),
    [commandIds.filterRoutes]: (text?: unknown) => filterRoutes(tree, view, text),
    [commandIds.clearFilter]: () => filterRoutes(tree, view, ''),
    [commandIds.openRoute]: (node?: RouteNode) => openRoute(node ?? view.selection[0]),
    [commandIds.copyAsCurl]: (node?: RouteNode) => copyAsCurl(node ?? view.selection[0]),
    [commandIds.fixFile]: () => fixFile(server),
    [commandIds.fixBlueprint]: (node?: RouteNode) => fixBlueprint(server, node ?? view.selection[0]),
    [commandIds.fixWorkspace]: () => fixAll(server, {}),
    [commandIds.copyDiagnostics]: () => copyDiagnostics(context, server),
    [commandIds.showEvidence]: (first: string | RouteNode, ...rest: unknown[]) => showEvidence(first, rest),
    [commandIds.verifyApp]: () => verifyApp(server, answers, context.workspaceState),
    [commandIds.createGuardTests]: () => createGuardTests(server),
    [commandIds.openRulePage]: (rule?: unknown) => openRulePage(context, rule),
    [commandIds.selectText]: (uri: string, line: number, text: string) => selectText(uri, line, text),
    [commandIds.restartServer]: () => server.restart(),
    [commandIds.showLog]: () => {
      log.show();
    },
  };
  for (const [id, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}
