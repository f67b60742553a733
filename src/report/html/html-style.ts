/**
 * The report's one style sheet. In VS Code its colours are those of the theme; in a browser, where VS Code's variables are
 * not there, they follow the system's light or dark.
 */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --text: var(--vscode-foreground, light-dark(#1f2328, #d9dde3));
  --quiet: var(--vscode-descriptionForeground, light-dark(#59636e, #9198a1));
  --page: var(--vscode-editor-background, light-dark(#ffffff, #16191d));
  --panel: var(--vscode-editorWidget-background, light-dark(#f6f8fa, #1e2227));
  --line: var(--vscode-panel-border, var(--vscode-widget-border, light-dark(#d1d9e0, #343a42)));
  --link: var(--vscode-textLink-foreground, light-dark(#0969da, #6cb6ff));
  --bad: var(--vscode-errorForeground, light-dark(#cf222e, #ff7b72));
  --warn: var(--vscode-list-warningForeground, light-dark(#9a6700, #e3b341));
  --info: var(--vscode-textLink-foreground, light-dark(#0969da, #6cb6ff));
  --good: var(--vscode-testing-iconPassed, light-dark(#1a7f37, #56d364));
}
:root:has(body.vscode-light, body.vscode-high-contrast-light) { color-scheme: light; }
:root:has(body.vscode-dark, body.vscode-high-contrast:not(.vscode-high-contrast-light)) { color-scheme: dark; }
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: 24px;
  max-width: 1100px;
  background: var(--page);
  color: var(--text);
  font: 14px/1.5 var(--vscode-font-family, system-ui, sans-serif);
}
h1 { margin: 0; font-size: 22px; font-weight: 600; }
h2 { margin: 32px 0 8px; font-size: 17px; font-weight: 600; }
p { margin: 4px 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code {
  font: 12.5px/1.5 var(--vscode-editor-font-family, ui-monospace, monospace);
  overflow-wrap: anywhere;
  /* VS Code would give it a ground of its own, on which a link cannot be read in every theme. */
  color: inherit;
  background: none;
}
header { display: flex; gap: 20px; align-items: center; }
.grade {
  flex: none;
  display: grid;
  place-content: center;
  width: 92px;
  height: 92px;
  border: 6px solid currentColor;
  border-radius: 50%;
  text-align: center;
}
.grade b { font-size: 32px; line-height: 1; }
.grade span { font-size: 12px; color: var(--quiet); }
.A, .B, .good { color: var(--good); }
.C, .warning, .conditional { color: var(--warn); }
.D, .F, .error, .unprotected, .presence-only { color: var(--bad); }
.info, .public { color: var(--info); }
.unverified, .quiet { color: var(--quiet); }
.protected { color: var(--good); }
.otherwise { color: var(--warn); font-weight: 600; }
.otherwise .quiet { font-weight: 400; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: 600; color: var(--quiet); white-space: nowrap; }
th, td { padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.sign, th.sign { text-align: center; padding: 5px 8px; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; padding-right: 0; }
tr.none td { color: var(--quiet); }
details { margin: 8px 0; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); }
details > summary { padding: 8px 12px; cursor: pointer; }
details > .content { padding: 0 12px 10px; }
td details { margin: 0; border: 0; background: none; }
td details > summary { padding: 0; }
td details > .content { padding: 4px 0 0 14px; }
ol, ul { margin: 4px 0; padding-left: 22px; }
li { margin: 2px 0; }
.finding { margin: 10px 0 0; padding-top: 8px; border-top: 1px solid var(--line); }
pre { margin: 4px 0; padding: 8px 10px; overflow-x: auto; border: 1px solid var(--line); border-radius: 4px; }
.examples { display: grid; grid-template-columns: repeat(auto-fit, minmax(260px, 1fr)); gap: 12px; }
footer { margin-top: 32px; color: var(--quiet); font-size: 12px; }
@media print { details > .content { display: block; } body { padding: 0; } }
`;
