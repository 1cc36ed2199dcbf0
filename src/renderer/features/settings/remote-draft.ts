import type { PluginInfo } from '../../../shared/contract/calls/devices.ts';
import { hostOf, portOf } from '../../model/remote-access.ts';
import { type Config, type ConfigDraft, draftConfig, NO_DRAFT } from '../../ui/config-draft.ts';

/** What was typed in a card and is not yet applied. */
export interface RemoteDraft {
  readonly host?: string;
  readonly port?: string;
  /** Options beside the address. */
  readonly more: ConfigDraft;
}

export const NOTHING_CHANGED: RemoteDraft = { more: NO_DRAFT };

export function isChanged(view: PluginInfo, { host, port, more }: RemoteDraft): boolean {
  const moved = (host ?? hostOf(view)) !== hostOf(view) || (port ?? portOf(view)) !== portOf(view);
  return moved || Object.keys(more.values).length > 0;
}

/** The configuration that the card stands for. A port that is no number stays text: the engine says what is wrong. */
export function changedView(view: PluginInfo, { host, port, more }: RemoteDraft): Config {
  const text = (port ?? portOf(view)).trim();
  const number = text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  const others = draftConfig(view.options ?? [], view.config ?? {}, more);
  return { ...others, host: (host ?? hostOf(view)).trim(), port: number, ...view.fixed };
}

/** Clients show the access token: always over the HTTP API, from other machines to OSCQuery unless it is open to all. */
export function asksToken(view: PluginInfo, { more }: RemoteDraft): boolean {
  if (view.name === 'http') return true;
  const open = more.values['open'] ?? view.fixed?.['open'] ?? view.config?.['open'];
  return view.name === 'oscquery' && open !== true;
}
