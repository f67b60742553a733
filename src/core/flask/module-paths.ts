/** Packages whose behaviour is modelled: a copy of one in the workspace (`libs/flask`) is not the project's own code. */
const modelledPackages = new Set(
  'flask flask_login flask_httpauth flask_restful flask_restx flask_restplus flask_jwt_extended flask_jwt flask_security flask_principal flask_praetorian flask_smorest flask_appbuilder flask_oidc flask_dance flask_user flask_sqlalchemy flask_cors flask_caching flask_limiter flask_wtf apiflask werkzeug itsdangerous jinja2 click jwt jose authlib connexion quart wrapt decorator passlib bcrypt sqlalchemy marshmallow requests functools os hmac hashlib secrets base64 re http typing'.split(
    ' ',
  ),
);

/** Whether a dotted module belongs to a modelled package. */
export function isModelled(module: string): boolean {
  return modelledPackages.has(module.split('.')[0] ?? module);
}

/** Whether a file is part of a copy of a library. */
export function isVendored(file: string): boolean {
  return file
    .split('/')
    .slice(0, -1)
    .some(
      (folder) => modelledPackages.has(folder) && folder !== 'http' && folder !== 'click' && folder !== 'decorator',
    );
}

/** Finds the file of an imported module as Python would with the project's usual entries on `sys.path`. */
export class ModulePaths {
  private readonly files: ReadonlySet<string>;
  private readonly folders = new Set<string>();
  /** Import roots by the first part of the modules below them. */
  private readonly rootsByTop = new Map<string, string[]>();
  private readonly resolved = new Map<string, string | undefined>();

  constructor(files: Iterable<string>) {
    this.files = new Set(files);
    for (const file of this.files) {
      let folder = folderOf(file);
      while (folder !== '' && !this.folders.has(folder)) {
        this.folders.add(folder);
        this.addTop(folderOf(folder), folder.slice(folder.lastIndexOf('/') + 1));
        folder = folderOf(folder);
      }
      const name = file.slice(file.lastIndexOf('/') + 1).replace(/\.py$/, '');
      if (name !== '__init__') this.addTop(folderOf(file), name);
    }
    for (const roots of this.rootsByTop.values())
      roots.sort((left, right) => left.split('/').length - right.split('/').length || (left < right ? -1 : 1));
  }

  private addTop(root: string, top: string): void {
    const roots = this.rootsByTop.get(top);
    if (roots === undefined) this.rootsByTop.set(top, [root]);
    else if (!roots.includes(root)) roots.push(root);
  }

  /** Dotted name of a file, from the nearest folder above it that is no package. */
  nameOf(file: string): string {
    let root = folderOf(file);
    while (root !== '' && this.files.has(`${root}/__init__.py`)) root = folderOf(root);
    const relative = root === '' ? file : file.slice(root.length + 1);
    return relative.replace(/(?:^|\/)__init__\.py$|\.py$/, '').replaceAll('/', '.') || 'main';
  }

  /** The file that an import gives, undefined when the module is outside the workspace. A namespace package has no file. */
  resolve(fromFile: string, module: string, level: number): string | undefined {
    // A file does not import itself by its own name (`redis.py` importing redis), so it has answers of its own.
    const isNamesake = fromFile.endsWith(`${module.split('.')[0] ?? ''}.py`);
    const key = `${isNamesake ? fromFile : folderOf(fromFile)}|${module}|${String(level)}`;
    if (this.resolved.has(key)) return this.resolved.get(key);
    const found = this.find(fromFile, module, level);
    this.resolved.set(key, found);
    return found;
  }

  private find(fromFile: string, module: string, level: number): string | undefined {
    if (level > 0) {
      let folder = folderOf(fromFile);
      for (let step = 1; step < level; step++) folder = folderOf(folder);
      return module === ''
        ? this.fileAt(`${folder}/__init__`.replace(/^\//, ''))
        : this.fileAt(join(folder, module.replaceAll('.', '/')));
    }
    if (module === '' || isModelled(module)) return undefined;
    const path = module.replaceAll('.', '/');
    for (const root of this.roots(fromFile, module.split('.')[0] ?? module)) {
      const file = this.fileAt(join(root, path));
      if (file !== undefined && (file !== fromFile || file.endsWith('__init__.py'))) return file;
    }
    return undefined;
  }

  /**
   * Folders above the importing file that are no packages come first, nearest first; then every folder that has such a
   * module; at last the outermost package around the file, for a program started in it has it on its path all the same.
   */
  private roots(fromFile: string, top: string): string[] {
    const candidates = this.rootsByTop.get(top) ?? [];
    const above: string[] = [];
    let outermost: string | undefined;
    for (let folder = folderOf(fromFile); ; folder = folderOf(folder)) {
      if (this.isPackage(folder)) outermost = folder;
      else if (candidates.includes(folder)) above.push(folder);
      if (folder === '') break;
    }
    return [
      ...above,
      ...candidates.filter((root) => !above.includes(root) && !this.isPackage(root)),
      ...candidates.filter((root) => root === outermost),
    ];
  }

  private isPackage(folder: string): boolean {
    return this.files.has(join(folder, '__init__.py'));
  }

  private fileAt(path: string): string | undefined {
    if (this.files.has(`${path}.py`)) return `${path}.py`;
    return this.files.has(`${path}/__init__.py`) ? `${path}/__init__.py` : undefined;
  }

  /** Packages that contain a module, outermost first: importing `a.b.c` runs `a` and `a.b` before. */
  packagesOf(file: string): string[] {
    const packages: string[] = [];
    for (let folder = folderOf(file); folder !== '' && this.isPackage(folder); folder = folderOf(folder)) {
      const init = `${folder}/__init__.py`;
      if (init !== file) packages.unshift(init);
    }
    return packages;
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
