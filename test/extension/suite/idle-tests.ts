import * as vscode from 'vscode';
import { check } from './check';
import { extensionId, open, pause } from './editor-state';

/** A workspace without Python must not notice the extension. */
export function registerIdleTests(): void {
  describe('a workspace without Python', () => {
    it('leaves the extension asleep', async () => {
      await open('README.md');
      await pause(3000);
      const extension = vscode.extensions.getExtension(extensionId);
      check(extension !== undefined, 'the extension is not there');
      check(!extension.isActive, 'it was activated');
    });
  });
}
