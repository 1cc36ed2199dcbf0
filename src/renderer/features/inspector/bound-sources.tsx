import { t } from '../../messages/translate.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { SourceMark } from '../../ui/source-mark.tsx';

/** The sheets that name the channels of an instance, and the way to add one. */
export function BoundSources({ instance }: { readonly instance: string }) {
  const model = useModel();
  const sources = useModelState('directory', state => state.sources);
  const loaded = useModelState('directory', state => state.loaded);
  const bound = sources.filter(one => one.config.bind?.instance === instance);
  if (!loaded) return null;
  return (
    <section>
      <h3 className="setup-label">{t('names.title')}</h3>
      <div className="bound-sources">
        {bound.map(one => (
          <button
            type="button"
            key={one.name}
            className="bound-source"
            title={one.message}
            onClick={() => model.dialogs.setState({ source: { name: one.name } })}
          >
            <SourceMark state={one.state} label={t(`source.${one.state}`)} />
            <span className="grow ellipsis">{one.name}</span>
            {one.entries !== undefined && <span className="faint number">{one.entries}</span>}
          </button>
        ))}
        {bound.length === 0 && <p className="field-help">{t('names.help')}</p>}
        <Button
          tone="quiet"
          data-testid="add-names"
          onClick={() => model.dialogs.setState({ source: { instance } })}
        >
          + {t('names.add')}
        </Button>
      </div>
    </section>
  );
}
