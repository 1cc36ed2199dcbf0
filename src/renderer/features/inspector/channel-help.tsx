import type { BackendManifest } from '../../../shared/plugin/backend.ts';
import { t } from '../../messages/translate.ts';

/** The backend's channel syntax, in words and by example. */
export function ChannelHelp({ manifest }: { readonly manifest: BackendManifest }) {
  const { help, examples } = manifest.channels;
  return (
    <details className="setup-more">
      <summary>{t('inspector.syntax')}</summary>
      <p className="field-help">{help}</p>
      <dl className="examples">
        {examples.map(one => (
          <div key={one.channel}>
            <dt className="mono">{one.channel}</dt>
            <dd className="faint">{one.meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
