import * as vscode from 'vscode';

const setting = 'apiKeyGuard.trace.server';

/**
 * The log as the language client traces to it. By itself the client asks for the level *Trace* of the log as well, and
 * writes at that level: a person who only sets `apiKeyGuard.trace.server` would see nothing.
 */
export function traceChannel(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): vscode.LogOutputChannel {
  const levelEmitter = new vscode.EventEmitter<vscode.LogLevel>();
  const isOn = (): boolean => vscode.workspace.getConfiguration().get<string>(setting, 'off') !== 'off';
  const level = (): vscode.LogLevel => (isOn() ? vscode.LogLevel.Trace : log.logLevel);
  const tell = (): void => {
    levelEmitter.fire(level());
  };
  context.subscriptions.push(
    levelEmitter,
    log.onDidChangeLogLevel(tell),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(setting)) tell();
    }),
  );
  return Object.create(log, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: levelEmitter.event },
    trace: {
      value: (message: string) => {
        if (isOn()) log.info(message);
        else log.trace(message);
      },
    },
  }) as vscode.LogOutputChannel;
}
