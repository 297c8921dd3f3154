/** Shows a rule's page, as it lies in the extension: the one that was asked for, or one picked from a list. */
import { commands, languages, Uri, window, workspace, type QuickPickItem } from 'vscode';

/** `id` comes from a link or a keybinding; without it the user picks, rules at the cursor first. */
export async function explainRule(extension: Uri, id: unknown): Promise<void> {
  const pages = Uri.joinPath(extension, 'rules', 'docs');
  const known = await ruleIds(extension);
  const rule = typeof id === 'string' && known.includes(id) ? id : await pick(known);
  if (rule !== undefined) {
    await commands.executeCommand('markdown.showPreview', Uri.joinPath(pages, `${rule}.md`));
  }
}

/** Every rule is in the configuration's schema. The pages' folder cannot be listed where the extension lies on the web. */
async function ruleIds(extension: Uri): Promise<readonly string[]> {
  const schema = Uri.joinPath(extension, 'rules', 'schema', 'configuration.schema.json');
  const text = new TextDecoder().decode(await workspace.fs.readFile(schema));
  const { properties } = JSON.parse(text) as ConfigurationSchema;
  return Object.keys(properties.rules.properties).sort();
}

interface ConfigurationSchema {
  readonly properties: { readonly rules: { readonly properties: Readonly<Record<string, unknown>> } };
}

async function pick(known: readonly string[]): Promise<string | undefined> {
  const here = rulesAtCursor();
  const items: QuickPickItem[] = [
    ...known.filter((id) => here.has(id)).map((label) => ({ label, description: 'at the cursor' })),
    ...known.filter((id) => !here.has(id)).map((label) => ({ label })),
  ];
  const picked = await window.showQuickPick(items, { title: 'Explain a rule of eBPF Verdict' });
  return picked?.label;
}

function rulesAtCursor(): ReadonlySet<string> {
  const editor = window.activeTextEditor;
  const found = editor ? languages.getDiagnostics(editor.document.uri) : [];
  const ours = found.filter(
    (each) => each.source === 'ebpf-verdict' && editor?.selections.some((at) => each.range.intersection(at)),
  );
  return new Set(ours.map(({ code }) => String(typeof code === 'object' ? code.value : code)));
}
