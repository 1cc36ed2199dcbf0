import { t } from '../../messages/translate.ts';
import { type Region, setRegion, type Theme, usualSizes } from '../../model/settings-store.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';

const THEMES: readonly Theme[] = ['system', 'dark', 'light'];
const REGIONS: readonly Region[] = ['left', 'right', 'bottom'];

/** What this window remembers for itself. */
export function AppearancePage() {
  const { settings } = useModel();
  const shown = useModelState('settings', state => state.shown);
  return (
    <>
      <ThemeChoice />
      <section className="settings-section">
        <h3>{t('settings.regions')}</h3>
        {REGIONS.map(region => (
          <Field key={region} inline label={t(`settings.region.${region}`)}>
            {({ id }) => (
              <Switch
                id={id}
                data-testid={`settings-region:${region}`}
                checked={shown[region]}
                set={on => setRegion(settings, region, on)}
              />
            )}
          </Field>
        ))}
        <div>
          <Button onClick={() => usualSizes(settings)}>{t('settings.usualSizes')}</Button>
        </div>
      </section>
    </>
  );
}

function ThemeChoice() {
  const { settings } = useModel();
  const theme = useModelState('settings', state => state.theme);
  return (
    <section className="settings-section" role="radiogroup" aria-label={t('settings.theme')}>
      <h3>{t('settings.theme')}</h3>
      <div className="theme-cards">
        {THEMES.map(one => (
          <label key={one} className="theme-card" data-theme-card={one}>
            <input
              type="radio"
              name="theme"
              className="visually-hidden"
              data-testid={`theme-card:${one}`}
              checked={theme === one}
              onChange={() => settings.setState({ theme: one })}
            />
            <ThemePicture theme={one} />
            <span>{t(`theme.${one}`)}</span>
          </label>
        ))}
      </div>
    </section>
  );
}

/** A tiny window in the colours of a theme: a region, two nodes and a wire. */
function ThemePicture({ theme }: { readonly theme: Theme }) {
  return (
    <span className={`theme-picture ${theme}`} aria-hidden="true">
      {(theme === 'system' ? ['light', 'dark'] : [theme]).map(half => (
        <svg key={half} className={half} viewBox="0 0 120 64" preserveAspectRatio="xMinYMid slice">
          <rect className="picture-canvas" width="120" height="64" />
          <rect className="picture-panel" width="26" height="64" />
          <path className="picture-wire" d="M64 26 C 78 26, 74 42, 88 42" />
          <rect className="picture-node" x="36" y="16" width="28" height="20" rx="3" />
          <rect className="picture-node" x="88" y="32" width="24" height="20" rx="3" />
        </svg>
      ))}
    </span>
  );
}
