/** Converts UTF-16 offsets to line and column and back, for one text. CR, LF and CRLF all end a line. */
export class LineIndex {
  private readonly lineStarts: readonly number[];

  constructor(readonly text: string) {
    const starts = [0];
    for (let offset = 0; offset < text.length; offset++) {
      const unit = text.charCodeAt(offset);
      if (unit === 10 || (unit === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
    }
    this.lineStarts = starts;
  }

  /** Number of lines; a text without a line end has one. */
  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** 0-based line and column (UTF-16 units) of an offset; offsets past the end give the last position. */
  positionAt(offset: number): { line: number; column: number } {
    const wanted = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: wanted - (this.lineStarts[low] ?? 0) };
  }

  /** Offset of the first unit of a 0-based line; past the last line, the text's length. */
  lineStart(line: number): number {
    return this.lineStarts[line] ?? this.text.length;
  }

  /** Text of a 0-based line without its line end; empty past the last line. */
  lineText(line: number): string {
    const start = this.lineStart(line);
    let end = this.lineStart(line + 1);
    while (end > start && (this.text[end - 1] === '\n' || this.text[end - 1] === '\r')) end--;
    return this.text.slice(start, end);
  }
}
