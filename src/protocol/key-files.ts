/** Files beside Python in which keys are looked for while they are open or change; a scan reads more of them. */
export const keyFilePattern =
  '**/{*.ipynb,*.toml,*.json,*.yaml,*.yml,*.ini,*.cfg,*.conf,*.properties,*.sh,*.md,*.env,.env*,.flaskenv,Dockerfile*,Makefile}';
