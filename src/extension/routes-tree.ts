import * as vscode from 'vscode';
import { methods, type FolderRoutes, type ObservedMessage, type RouteMessage } from '../protocol/messages';
import { contextKeys } from './command-ids';
import { isProblem, routeNodes, type GroupNode, type RouteNode } from './route-nodes';
import type { ServerHandle } from './server-handle';
import { routeIcon } from './verdict-icons';

const groupIcons = { folder: 'root-folder', app: 'server-process', blueprint: 'symbol-namespace' } as const;

/** The view *Flask Routes* of the Explorer. */
export class RoutesTree implements vscode.TreeDataProvider<RouteNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changeEmitter.event;
  private readonly subscription: vscode.Disposable;
  private problemsOnly = false;

  constructor(private readonly server: ServerHandle) {
    this.subscription = server.onRoutesChanged(() => {
      this.changeEmitter.fire(undefined);
    });
  }

  /** Shows unguarded routes only, or all. */
  async filter(problemsOnly: boolean): Promise<void> {
    this.problemsOnly = problemsOnly;
    await vscode.commands.executeCommand('setContext', contextKeys.problemsOnly, problemsOnly);
    this.changeEmitter.fire(undefined);
  }

  /** Asks the server only once it runs: an open but empty view must not start it. */
  async getChildren(node?: RouteNode): Promise<RouteNode[]> {
    if (node) return node.kind === 'route' ? [] : [...node.children];
    const client = await this.server.ifStarted;
    if (!client) return [];
    return [...routeNodes(await client.sendRequest<FolderRoutes[]>(methods.routes), this.problemsOnly)];
  }

  getTreeItem(node: RouteNode): vscode.TreeItem {
    return node.kind === 'route' ? routeItem(node.route) : groupItem(node);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }
}

function groupItem(group: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Expanded);
  const problems = group.routes.filter(isProblem).length;
  item.id = `${group.kind} ${group.label} ${group.routes[0]?.uri ?? ''}`;
  // As in the status bar, a route that is public by intent is no part of the whole.
  const total = group.routes.filter((route) => route.publicReason === null).length;
  item.description = describeGroup(problems, total);
  item.iconPath = new vscode.ThemeIcon(groupIcons[group.kind]);
  item.contextValue = group.kind;
  return item;
}

function describeGroup(problems: number, total: number): string {
  if (total === 0) return 'public';
  return problems === 0 ? 'all guarded' : `${problems} of ${total} not guarded`;
}

const disagreementIcon = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

function observedText({ says, agrees }: ObservedMessage): string {
  return agrees === false ? `but the running app ${says}` : `the running app ${says}`;
}

function routeItem(route: RouteMessage): vscode.TreeItem {
  const item = new vscode.TreeItem(`${route.methods.join(',')} ${route.path}`);
  const says = route.observed ? `${route.says} · ${observedText(route.observed)}` : route.says;
  item.description = says;
  item.iconPath = route.observed?.agrees === false ? disagreementIcon : routeIcon(route);
  item.contextValue = 'route';
  item.tooltip = new vscode.MarkdownString();
  item.tooltip.appendText(`${route.handler}: ${says}`);
  const { start, end } = route.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  item.command = {
    title: 'Open',
    command: 'vscode.open',
    arguments: [vscode.Uri.parse(route.uri), { selection: new vscode.Range(selection.start, selection.start) }],
  };
  item.accessibilityInformation = { label: `${route.methods.join(', ')} ${route.path}, ${says}` };
  return item;
}
