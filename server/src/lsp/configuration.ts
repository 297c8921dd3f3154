/**
 * Which settings a document gets. The nearest ebpf-verdict.jsonc wins; where there is none, the editor's
 * settings apply. Whether to hover, to complete, to hint and to show lenses is the editor's business alone.
 */
import type { Connection } from 'vscode-languageserver';
import type { WrittenSettings } from '../core/engine/settings.js';
import type { ClientFeatures } from './capabilities.js';
import type { CheckedConfig, LspHost, ProjectConfig } from './host.js';
import { describe } from './safely.js';
import type { Workspace } from './workspace.js';

const section = 'ebpfVerdict';

/** Settings as they are written, wherever. */
export interface DocumentConfiguration {
  readonly settings: WrittenSettings;
  /** Folders to look up headers in, besides those that the build knows. */
  readonly includePaths: readonly string[];
  readonly hover: boolean;
  readonly completion: boolean;
  readonly inlayHints: boolean;
  readonly codeLens: boolean;
  /** The project file in force; null where the editor's settings are. */
  readonly project: ProjectConfig | null;
}

export class Configuration {
  /** For clients that send their settings instead of being asked. */
  private sent: unknown = undefined;
  private readonly said = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly host: LspHost,
    private readonly client: ClientFeatures,
    private readonly workspace: Workspace,
  ) {}

  /** Takes settings as `didChangeConfiguration` and `initializationOptions` carry them, with or without the section. */
  take(settings: unknown): void {
    this.sent = member(settings, section) ?? settings;
  }

  async read(uri: string, ruleIds: readonly string[]): Promise<DocumentConfiguration> {
    const [project, editor] = await Promise.all([this.projectConfig(uri, ruleIds), this.editorSettings(uri)]);
    const { settings, includePaths } = project ?? this.checked(uri, editor, ruleIds);
    const enabled = (feature: string): unknown => member(member(editor, feature), 'enable');
    return {
      settings,
      includePaths,
      hover: enabled('hover') !== false,
      completion: enabled('completion') !== false,
      inlayHints: enabled('inlayHints') === true,
      codeLens: enabled('codeLens') !== false,
      project,
    };
  }

  private async projectConfig(uri: string, ruleIds: readonly string[]): Promise<ProjectConfig | null> {
    try {
      return await this.host.projectConfig(uri, ruleIds);
    } catch (error) {
      this.sayOnce(`the configuration of ${uri} cannot be read: ${describe(error)}`);
      return null;
    }
  }

  private async editorSettings(uri: string): Promise<unknown> {
    if (!this.client.configuration) return this.sent;
    try {
      return (await this.connection.workspace.getConfiguration({ scopeUri: uri, section })) as unknown;
    } catch (error) {
      this.sayOnce(`the editor does not tell its settings: ${describe(error)}`);
      return this.sent;
    }
  }

  /** Only the keys that a project file has too; an empty kernel is the manifest's way to leave it open. */
  private checked(uri: string, editor: unknown, ruleIds: readonly string[]): CheckedConfig {
    const keys = ['kernel', 'loader', 'rules', 'includePaths'].map(
      (key) => [key, member(editor, key)] as const,
    );
    const set = keys.filter(([, value]) => value !== undefined && value !== null && value !== '');
    const folder = this.workspace.folderOf(uri);
    const checked = this.host.checkSettings(Object.fromEntries(set), ruleIds, folder);
    for (const { message } of checked.problems) this.sayOnce(`settings: ${message}`);
    return checked;
  }

  private sayOnce(message: string): void {
    if (!this.said.has(message)) this.connection.console.warn(message);
    this.said.add(message);
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
