import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { launchChromium } from './chromium';
import { patience, waitUntil } from './patience';
import { pageAddress, type RunningEditor } from './server';

/**
 * Opens a `.code-workspace` once, until VS Code has a copy of it. In a browser it reads the copy and the file at the same
 * time, and a file that is there before a copy that is not leaves the window without folders: `WorkspaceService` then
 * takes the folders of the empty copy, and nobody hears of those of the file. It happens on a slow machine, in one
 * start of ten.
 */
export async function rememberWorkspace(editor: RunningEditor, workspace: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(pageAddress(editor.port, workspace, []));
    await waitUntil('VS Code has a copy of the workspace file', () =>
      copies(editor).includes(readFileSync(workspace, 'utf8')),
    );
  } finally {
    await browser.close();
  }
}

function copies({ userData }: RunningEditor): readonly string[] {
  const folder = path.join(userData, 'caches', 'CachedConfigurations', 'workspaces');
  return (existsSync(folder) ? readdirSync(folder) : []).flatMap((id) => {
    const file = path.join(folder, id, 'workspace.json');
    return existsSync(file) ? [contentOf(readFileSync(file, 'utf8'))] : [];
  });
}

/** Empty while the file is being written. */
function contentOf(copy: string): string {
  return copy.endsWith('}') ? (JSON.parse(copy) as { readonly content: string }).content : '';
}
