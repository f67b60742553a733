/**
 * The script of the report's page: shows the content that the extension sends, opens what is clicked, and keeps what was
 * unfolded and how far was scrolled. The content is made and escaped by `src/report/html`.
 */
import type { FromReportPage, ToReportPage } from './security-report/page-messages';

interface PageState {
  readonly unfolded: Readonly<Record<string, boolean>>;
  readonly scroll: number;
}

/** https://code.visualstudio.com/api/extension-guides/webview#scripts-and-message-passing */
declare function acquireVsCodeApi(): {
  postMessage(message: FromReportPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
};

const vscode = acquireVsCodeApi();
let state: PageState = vscode.getState() ?? { unfolded: {}, scroll: 0 };

function change(part: Partial<PageState>): void {
  state = { ...state, ...part };
  vscode.setState(state);
}

window.addEventListener('message', ({ data }: MessageEvent<ToReportPage>) => {
  const { scroll } = state;
  const page = document.createElement('template');
  page.innerHTML = data.content;
  document.querySelector('main')?.replaceWith(page.content);
  for (const [id, isOpen] of Object.entries(state.unfolded))
    document.getElementById(id)?.toggleAttribute('open', isOpen);
  window.scrollTo(0, scroll);
});

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-uri]') : null;
  if (link === null) return;
  event.preventDefault();
  vscode.postMessage({ kind: 'open', uri: link.dataset.uri ?? '', line: Number(link.dataset.line) });
});

// `toggle` does not bubble.
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target instanceof HTMLDetailsElement) change({ unfolded: { ...state.unfolded, [target.id]: target.open } });
  },
  true,
);

window.addEventListener('scroll', () => {
  change({ scroll: window.scrollY });
});

vscode.postMessage({ kind: 'ready' });
