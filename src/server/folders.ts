import type { Folder } from './folder';
import { parentUri } from './folder-uris';

/** The workspace's folders, and one for each place from which a single document was opened. */
export class Folders {
  private readonly workspace = new Map<string, Folder>();
  private readonly loose = new Map<string, Folder>();

  constructor(private readonly open: (root: string, isWorkspace: boolean) => Folder) {}

  /** Adds a workspace folder; an open one stays as it is. */
  add(root: string): Folder {
    const known = this.workspace.get(root);
    if (known) return known;
    const folder = this.open(root, true);
    this.workspace.set(root, folder);
    return folder;
  }

  /** Forgets a workspace folder and gives it back, so that its diagnostics can be cleared. */
  remove(root: string): Folder | undefined {
    const folder = this.workspace.get(root);
    this.workspace.delete(root);
    return folder;
  }

  /** Forgets the folders of single documents, whose place changes with the workspace's folders. */
  forgetLoose(): void {
    this.loose.clear();
  }

  /** The workspace's folders. */
  get all(): readonly Folder[] {
    return [...this.workspace.values()];
  }

  /** The workspace's folders and those of single documents. */
  get allWithLoose(): readonly Folder[] {
    return [...this.workspace.values(), ...this.loose.values()];
  }

  /** The innermost workspace folder of a document; undefined when it stands outside of all. */
  find(uri: string): Folder | undefined {
    return this.all
      .filter((folder) => folder.uris.fileOf(uri) !== undefined)
      .sort((a, b) => b.root.length - a.root.length)[0];
  }

  /** The folder that judges an open document. */
  getFor(uri: string): Folder {
    const folder = this.find(uri);
    if (folder) return folder;
    const root = parentUri(uri);
    const loose = this.loose.get(root) ?? this.open(root, false);
    this.loose.set(root, loose);
    return loose;
  }
}
