/** Translates between a workspace folder's document URIs and the core's relative file names. */
export class FolderUris {
  private readonly prefix: string;

  constructor(readonly root: string) {
    this.prefix = decode(root.replace(/\/+$/, '')) + '/';
  }

  /** The folder's own name. */
  get name(): string {
    return this.prefix.slice(this.prefix.lastIndexOf('/', this.prefix.length - 2) + 1, -1);
  }

  /** Relative name with `/`; undefined when the document is not below the folder. */
  fileOf(uri: string): string | undefined {
    const plain = decode(uri);
    return plain.startsWith(this.prefix) && plain.length > this.prefix.length
      ? plain.slice(this.prefix.length)
      : undefined;
  }

  /** URI of a relative file name. */
  uriOf(file: string): string {
    return this.root.replace(/\/+$/, '') + '/' + file.split('/').map(encodeURIComponent).join('/');
  }
}

/** URI of the folder that a document stands in; what follows the last slash is its name. */
export function parentUri(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return slash > 0 ? uri.slice(0, slash) : uri.slice(0, uri.indexOf(':') + 1);
}

/** Editors encode the same path differently (`%3A` or `:`), so paths are compared decoded. */
function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    // A stray `%` is no escape: such a URI is compared as it stands.
    if (error instanceof URIError) return uri;
    throw error;
  }
}
