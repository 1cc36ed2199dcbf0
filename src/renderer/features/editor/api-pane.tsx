import { API_IMPORT, apiOf, isScriptLanguage } from '../../../shared/script/api.ts';
import { t } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';

/** What handlers may call, in the language of the script that is open. */
export function ApiPane() {
  const instance = useModelState('editor', state => state.instance);
  const backend = useModelState(
    'patch',
    state => state.document.instances.find(one => one.name === instance)?.backend ?? '',
  );
  const language = isScriptLanguage(backend) ? backend : 'script';
  return (
    <aside className="api-pane nokey" aria-label={t('editor.api')} data-testid="api-pane">
      <h2>{t('editor.api')}</h2>
      {API_IMPORT[language] !== '' && <pre className="api-code">{API_IMPORT[language]}</pre>}
      <dl>
        {apiOf(language).map(({ name, summary, signature, example }) => (
          <div key={name} className="api-entry">
            <dt className="mono">
              <strong>{name}</strong>
              {signature[language]}
            </dt>
            <dd>
              <p className="muted">{summary}</p>
              {example[language] !== undefined && <pre className="api-code">{example[language]}</pre>}
            </dd>
          </div>
        ))}
      </dl>
      <p className="muted">{t('editor.apiNote')}</p>
    </aside>
  );
}
