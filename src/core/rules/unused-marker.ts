import type { ProjectRule } from './rule';

/** A marker that silences nothing; found when findings and markers are matched (`analysis/findings.ts`). */
export const unusedMarker: ProjectRule = {
  id: 'unused-marker',
  title: 'Marker without effect',
  severity: 'info',
  why: 'The finding that it silenced is gone, or its rule is misspelt. Left where it is, it would silence the next one unseen.',
  bad: '# api-key-guard: ignore[logged-key] the key is masked\napp.logger.info("started")\n',
  good: 'app.logger.info("started")\n',
  cwe: [],
  owasp: [],
  pci: [],
  fixes: [],
  check: () => [],
};
