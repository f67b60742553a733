/** Reads one source file within a size limit. Never throws: what cannot be read has a reason instead. */
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { type DecodedSource, decodeSource, decodeText } from './decode';

/** A larger Python file is data or generated; judging it would stall everything else. */
export const maximumSourceBytes = 5 * 1024 * 1024;

/** Shared by all reads, since they are synchronous: one read call per file, and no `stat` before it. */
let buffer: Buffer | undefined;

/** The text of a regular Python file at `path`, or why there is none. */
export function readSource(path: string): DecodedSource {
  return readDecoded(path, decodeSource);
}

/** The text of any other file, UTF-16 included; a binary one has a reason. */
export function readText(path: string): DecodedSource {
  return readDecoded(path, decodeText);
}

function readDecoded(path: string, decode: (bytes: Buffer) => DecodedSource): DecodedSource {
  try {
    const bytes = readWithinLimit(path);
    if (bytes === undefined) return { reason: `larger than ${String(maximumSourceBytes / 1024 / 1024)} MB` };
    return decode(bytes);
  } catch (error) {
    // Node shows bytes that are no UTF-8 so, and cannot open the file by that name.
    return { reason: path.includes('\uFFFD') ? 'its name is not UTF-8' : readFailure(error) };
  }
}

/** One plain phrase for a failed file system call. */
export function readFailure(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'does not exist';
    case 'ELOOP':
      return 'a link that leads to itself';
    case 'EISDIR':
      return 'is a directory';
    case 'ENAMETOOLONG':
      return 'its path is too long';
    default:
      return `cannot be read (${code ?? String(error)})`;
  }
}

function readWithinLimit(path: string): Buffer | undefined {
  buffer ??= Buffer.allocUnsafe(maximumSourceBytes + 1);
  const descriptor = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
      if (length > maximumSourceBytes) return undefined;
      if (read === 0) return buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
