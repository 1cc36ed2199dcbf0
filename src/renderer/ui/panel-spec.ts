import type { ComponentType } from 'react';

/** A tab of a region. A feature offers one; `app.tsx` lists those that the window shows. */
export interface PanelSpec {
  /** Stable: settings remember it, specs find it as `tab:<id>`. */
  readonly id: string;
  readonly title: string;
  readonly region: 'left' | 'bottom';
  readonly component: ComponentType;
  /** A small number or mark behind the title. */
  readonly badge?: ComponentType;
}
