// The language server as a process of its own, started by the extension; transport by arguments (`--node-ipc`).
void import('./all-commands').then(({ serveEditor }) => serveEditor());
