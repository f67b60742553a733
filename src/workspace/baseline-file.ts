/** Where a project's baseline stands, and the salt of its keys. */
import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { baselineName } from './baseline-name';

/** The nearest baseline of `root` and the folders above it, up to the top of its git repository. */
export function findBaseline(root: string): string | undefined {
  for (let directory = root; ; directory = path.dirname(directory)) {
    const file = path.join(directory, baselineName);
    if (existsSync(file)) return file;
    if (existsSync(path.join(directory, '.git')) || directory === path.dirname(directory)) return undefined;
  }
}

/** A salt for a new baseline. */
export function newSalt(): string {
  return randomBytes(16).toString('hex');
}

/** A hash that cannot be turned back by guessing fast; about 10 ms each. */
export function saltedHash(key: string, salt: string): string {
  return scryptSync(key, salt, 16, { N: 4096 }).toString('hex');
}
