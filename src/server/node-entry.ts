// The language server as a process of its own, started by the extension or as `api-key-guard lsp`; transport by arguments
// (`--node-ipc`, `--stdio`).
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeHost } from './node-host';
import { startServer } from './server';

startServer(createConnection(ProposedFeatures.all), nodeHost);
