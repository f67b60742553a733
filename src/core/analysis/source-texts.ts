/** The texts of a session by file, with its files in order; files come and go far less often than texts change. */
export class SourceTexts {
  private readonly texts = new Map<string, string>();
  private listed: { readonly all: readonly string[]; readonly python: readonly string[] } | undefined;
  /** Each file that was put in, changed or taken out, as often as that happened. */
  readonly changes: string[] = [];

  get(file: string): string | undefined {
    return this.texts.get(file);
  }

  set(file: string, text: string): void {
    if (!this.texts.has(file)) this.listed = undefined;
    this.texts.set(file, text);
    this.changes.push(file);
  }

  delete(file: string): void {
    if (!this.texts.delete(file)) return;
    this.listed = undefined;
    this.changes.push(file);
  }

  /** Sorted; `python` are those that can be imported. */
  get files(): { readonly all: readonly string[]; readonly python: readonly string[] } {
    this.listed ??= this.list();
    return this.listed;
  }

  private list(): NonNullable<SourceTexts['listed']> {
    const all = [...this.texts.keys()].sort();
    return { all, python: all.filter((file) => file.endsWith('.py')) };
  }
}
