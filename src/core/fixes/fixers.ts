import { compareDigest } from './checks/compare-digest';
import { createGuard } from './guards/create-guard';
import { debugFromEnvironment } from './keys/debug-from-environment';
import type { FixKindId } from '../results/fix-kinds';
import type { Fixer } from './fixer';
import { guardBlueprint } from './guards/guard-blueprint';
import { ignoreLine } from './ignore-line';
import { insertGuard } from './guards/insert-guard';
import { markPublic } from './mark-public';
import { moveGuard } from './guards/move-guard';
import { moveToEnvironment, moveToEnvironmentFile } from './keys/move-to-environment';
import { readFromHeader } from './keys/read-from-header';
import { redactArgument } from './keys/redact-argument';
import { requireKey } from './checks/require-key';
import { returnDenial } from './checks/return-denial';
import { splitKeys } from './checks/split-keys';
import { validateKey } from './checks/validate-key';
import { verifyToken } from './checks/verify-token';

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
