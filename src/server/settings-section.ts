import type { AnalysisSettings, ProviderStrength, Severity } from '../core/results/results';
import { analysisSettings, providerStrengths } from '../core/analysis/settings';

/** Reads the analysis settings out of what a client sent; what is absent or of the wrong type is left out. */
export function readSettings(section: unknown): Partial<AnalysisSettings> {
  if (typeof section !== 'object' || section === null) return {};
  const sent = new Map<string, unknown>(Object.entries(section));
  const isRight = { string: isString, 'string[]': isStrings, severities: isSeverities, providers: isProviders };
  const right = analysisSettings.filter(({ key, type }) => isRight[type](sent.get(key)));
  return Object.fromEntries(right.map(({ key }) => [key, sent.get(key)]));
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isProviders(value: unknown): value is Record<string, ProviderStrength> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((item) => providerStrengths.some((strength) => strength === item))
  );
}

function isSeverities(value: unknown): value is Record<string, Severity | 'off'> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((item) => item === 'error' || item === 'warning' || item === 'info' || item === 'off')
  );
}
