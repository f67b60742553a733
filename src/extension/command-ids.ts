/** Ids of the extension's commands, as `package.json` contributes them. */
export const commandIds = {
  scanWorkspace: 'apiKeyGuard.scanWorkspace',
  showRoutes: 'apiKeyGuard.showRoutes',
  openReport: 'apiKeyGuard.openReport',
  exportReport: 'apiKeyGuard.exportReport',
  showProblemRoutes: 'apiKeyGuard.routes.showProblems',
  showAllRoutes: 'apiKeyGuard.routes.showAll',
  groupByVerdict: 'apiKeyGuard.routes.groupByVerdict',
  groupByApp: 'apiKeyGuard.routes.groupByApp',
  filterRoutes: 'apiKeyGuard.routes.filter',
  clearFilter: 'apiKeyGuard.routes.clearFilter',
  openRoute: 'apiKeyGuard.routes.open',
  copyAsCurl: 'apiKeyGuard.routes.copyAsCurl',
  fixFile: 'apiKeyGuard.fixFile',
  fixBlueprint: 'apiKeyGuard.fixBlueprint',
  fixWorkspace: 'apiKeyGuard.fixWorkspace',
  copyDiagnostics: 'apiKeyGuard.copyDiagnostics',
  showEvidence: 'apiKeyGuard.showEvidence',
  verifyApp: 'apiKeyGuard.verifyApp',
  createGuardTests: 'apiKeyGuard.createGuardTests',
  openRulePage: 'apiKeyGuard.openRulePage',
  selectText: 'apiKeyGuard.selectText',
  restartServer: 'apiKeyGuard.restartServer',
  showLog: 'apiKeyGuard.showLog',
  installHook: 'apiKeyGuard.installHook',
  uninstallHook: 'apiKeyGuard.uninstallHook',
} as const;

/** Keys of `when` clauses, as `package.json` uses them. */
export const contextKeys = {
  /** The server runs, so the tree has something to say. */
  active: 'apiKeyGuard.active',
  /** The tree shows routes that are not guarded only. */
  problemsOnly: 'apiKeyGuard.problemsOnly',
  /** The tree is grouped by verdict. */
  byVerdict: 'apiKeyGuard.byVerdict',
  /** The tree shows routes with some text only. */
  filtered: 'apiKeyGuard.filtered',
} as const;

/** Kind of the report's panel; also in `package.json`'s `when` clauses and activation events. */
export const reportPanel = 'apiKeyGuard.report';

/** Id of the tree view. */
export const routesViewId = 'apiKeyGuard.routes';
