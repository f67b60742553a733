import { compareDigest } from './compare-digest';
import { createGuard } from './create-guard';
import { debugFromEnvironment } from './debug-from-environment';
import type { FixKindId } from './fix-kinds';
import type { Fixer } from './fixer';
import { guardBlueprint } from './guard-blueprint';
import { ignoreLine } from './ignore-line';
import { insertGuard } from './insert-guard';
import { markPublic } from './mark-public';
import { moveGuard } from './move-guard';
import { moveToEnvironment, moveToEnvironmentFile } from './move-to-environment';
import { readFromHeader } from './read-from-header';
import { redactArgument } from './redact-argument';
import { requireKey } from './require-key';
import { returnDenial } from './return-denial';
import { splitKeys } from './split-keys';
import { validateKey } from './validate-key';
import { verifyToken } from './verify-token';

/** The code of every kind of fix. */
export const fixers: Readonly<Record<FixKindId, Fixer>> = {
  'move-guard': moveGuard,
  'insert-guard': insertGuard,
  'create-guard': createGuard,
  'move-to-environment': moveToEnvironment,
  'move-to-environment-file': moveToEnvironmentFile,
  'validate-key': validateKey,
  'require-key': requireKey,
  'split-keys': splitKeys,
  'return-denial': returnDenial,
  'compare-digest': compareDigest,
  'read-from-header': readFromHeader,
  'redact-argument': redactArgument,
  'debug-from-environment': debugFromEnvironment,
  'verify-token': verifyToken,
  'guard-blueprint': guardBlueprint,
  'mark-public': markPublic,
  ignore: ignoreLine,
};
