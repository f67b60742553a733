/** The page around a report: a file of its own, or the editor's view. */
import { reportStyle } from './html-style';
import { html, type Markup, nothing } from './html-text';

/** What differs between a file and the editor's view. */
export interface PageOptions {
  /** Lets the page's own style and script in, and nothing else. */
  readonly nonce: string;
  /** Address of the view's script; a file has none. */
  readonly script?: string;
}

/** The whole page. Nothing but what the nonce names is loaded or run, and nothing is sent anywhere. */
export function htmlPage(body: Markup, { nonce, script }: PageOptions): string {
  const scripts = script === undefined ? '' : ` script-src 'nonce-${nonce}';`;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}';${scripts} base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${{ text: policy }}" />
        <meta name="viewport" content="width=device-width" />
        <meta name="referrer" content="no-referrer" />
        <title>API Key Guard</title>
        <style nonce="${{ text: nonce }}">
          ${reportStyle as Markup}
        </style>
      </head>
      <body>
        ${body}
        ${script === undefined ? nothing : html`<script nonce="${{ text: nonce }}" src="${{ text: script }}"></script>`}
      </body>
    </html> `;
}
