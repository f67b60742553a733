import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { methods, type RoutesChanged } from '../protocol/messages';

/** The language server's client, started on first use and at most once. */
export class ServerHandle implements vscode.Disposable {
  private starting: Promise<BaseLanguageClient> | undefined;
  private readonly routesEmitter = new vscode.EventEmitter<RoutesChanged>();
  /** Fires after an analysis whose routes or verdicts differ. */
  readonly onRoutesChanged = this.routesEmitter.event;
  private readonly analysedEmitter = new vscode.EventEmitter<void>();
  /** Fires after each analysis. */
  readonly onAnalysed = this.analysedEmitter.event;

  constructor(
    private readonly createClient: () => Promise<BaseLanguageClient>,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The running client; starts it when it is not. */
  get(): Promise<BaseLanguageClient> {
    this.starting ??= this.startOnce();
    return this.starting;
  }

  /** The client if somebody started it. */
  get ifStarted(): Promise<BaseLanguageClient> | undefined {
    return this.starting;
  }

  /** Ends the server and starts a new one; also after one that could not start. */
  async restart(): Promise<void> {
    const running = this.starting;
    this.starting = undefined;
    try {
      await (await running)?.dispose();
    } catch (error) {
      // One that failed to start or hangs must not keep its successor from starting.
      this.log.warn(`The old server did not end well: ${String(error)}`);
    }
    await this.get();
  }

  dispose(): void {
    this.routesEmitter.dispose();
    this.analysedEmitter.dispose();
    this.starting?.then(
      (client) => client.dispose(),
      (error: unknown) => {
        this.log.error(String(error));
      },
    );
  }

  private async startOnce(): Promise<BaseLanguageClient> {
    try {
      const client = await this.createClient();
      // Before it starts: a small workspace is judged before `start` is known to have ended, and is told of but once.
      client.onNotification(methods.routesChanged, (counts: RoutesChanged) => {
        this.routesEmitter.fire(counts);
      });
      client.onNotification(methods.analysed, () => {
        this.analysedEmitter.fire();
      });
      await client.start();
      return client;
    } catch (error) {
      this.starting = undefined;
      this.log.error(`The language server did not start: ${String(error)}`);
      throw error;
    }
  }
}
