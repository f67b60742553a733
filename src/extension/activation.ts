import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerAgentTools } from './agent-tools';
import { Answers } from './answers';
import { clientName, clientOptions } from './client-options';
import { routesViewId } from './command-ids';
import { registerCommands } from './commands/register';
import { answerFileRequests } from './file-requests';
import { whenPython } from './python-presence';
import { RouteStatus } from './route-status';
import { RoutesTree } from './routes-tree';
import { ServerHandle } from './server-handle';
import { ReportView } from './security-report/report-view';
import { showView } from './show-view';

/** Sets everything up and gives the log; the server itself starts with the first sign of Python or with the first command. */
export async function activateWith(
  context: vscode.ExtensionContext,
  createClient: (options: LanguageClientOptions) => Promise<BaseLanguageClient>,
): Promise<vscode.LogOutputChannel> {
  const log = vscode.window.createOutputChannel(clientName, { log: true });
  const server = new ServerHandle(async () => {
    const client = await createClient(clientOptions(context, log));
    answerFileRequests(client);
    return client;
  }, log);
  const tree = new RoutesTree(server);
  const view = vscode.window.createTreeView(routesViewId, { treeDataProvider: tree, showCollapseAll: true });
  const status = new RouteStatus(server, view);
  const report = new ReportView(server, context.extensionUri);
  const answers = new Answers();
  const firstRoutes = server.onRoutesChanged(({ total, public: open }) => {
    if (total + open > 0) void showView();
  });
  context.subscriptions.push(log, server, tree, view, status, report, answers, firstRoutes);
  registerCommands(context, { server, tree, view, report, answers, log });
  registerAgentTools(context, server);
  whenPython(context, () => {
    void server.get();
  });
  await Promise.resolve();
  return log;
}
