/** The view's page as the editor loads it: a script, a style sheet, and nothing else from anywhere. */
import { Uri, type Webview } from 'vscode';

/** The page's HTML. Scripts run by their nonce only; styles come from the extension; all else is refused. */
export function pageHtml(webview: Webview, dist: Uri): string {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${address('fields.css')}" />
    <title>Context Fields</title>
  </head>
  <body>
    <main id="view" aria-busy="true"></main>
    <script nonce="${nonce}" src="${address('fields.js')}"></script>
  </body>
</html>
`;
}
