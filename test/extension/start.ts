/** `npm start`: scans the demo in the terminal and opens it in VS Code with the extension loaded. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { findOnPath, installEditor } from './editor/install';
import { buildExtension, demoWorkspace, extensionFolder } from './editor/prepare';
import { pageAddress, remoteFile, startEditor } from './editor/server';
import { oldest, root } from './editor/versions';

async function main(): Promise<void> {
  await buildExtension();
  const workspace = demoWorkspace();
  spawnSync(process.execPath, [path.join(root, 'dist', 'cli.js'), 'scan', '.'], { cwd: workspace, stdio: 'inherit' });
  const shown = path.join(workspace, 'warehouse', 'records.py');
  const code = findOnPath('code');
  if (code !== undefined) {
    console.log(`\nOpening ${workspace} in desktop VS Code (${code}).`);
    // Waits for the window to close: the demo's folder goes when this process does.
    const args = [`--extensionDevelopmentPath=${root}`, '--new-window', '--wait', workspace, '--goto', `${shown}:9`];
    spawn(code, args, { stdio: 'inherit' });
    return;
  }
  console.log('\nNo desktop VS Code (`code`) on PATH: starting the embedded one.');
  // The oldest one runs on the Node that is here, so nothing more has to be fetched. The development folder stands in
  // the extensions folder, because a page's address cannot name it without a test payload.
  const editor = await startEditor(await installEditor(oldest), { installed: extensionFolder() });
  const address = pageAddress(editor.port, workspace, [['openFile', remoteFile(editor.port, shown)]]);
  console.log(`\nVS Code with the demo: ${address}`);
  console.log('It shows warehouse/records.py. Stop with Ctrl+C.');
  const stop = () => {
    editor.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

void main();
