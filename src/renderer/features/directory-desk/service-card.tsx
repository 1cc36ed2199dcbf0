import { useMemo } from 'react';
import type { Profile } from '../../../shared/plugin/profile.ts';
import { t } from '../../messages/translate.ts';
import {
  chooseSource,
  moveProfileSource,
  type ProfileServiceName,
  serviceOf,
  sourceChoices,
  withTimeout,
} from '../../model/profile-edits.ts';
import { useModelState } from '../../model/use-model.ts';
import { SourceChoiceRow } from './source-choice-row.tsx';
import { TimeoutField } from './timeout-field.tsx';

interface ServiceCardProps {
  readonly profile: Profile;
  readonly service: ProfileServiceName;
  /** Only to be looked at. */
  readonly fixed: boolean;
  onChange(edit: (profile: Profile) => Profile): void;
}

/** Which sources one service of a profile asks, in which order, and how long it waits. */
export function ServiceCard({ profile, service, fixed, onChange }: ServiceCardProps) {
  const sources = useModelState('directory', state => state.sources);
  const names = useMemo(() => sources.map(one => one.name), [sources]);
  const choices = sourceChoices(serviceOf(profile, service), names);
  const last = choices.filter(one => one.chosen).length - 1;
  return (
    <section className="service-card" data-testid={`service:${service}`}>
      <h2>{t(`profiles.${service}`)}</h2>
      <p className="faint">{t(`profiles.${service}Text`)}</p>
      {choices.length === 0 && <p className="faint">{t('profiles.noSources')}</p>}
      <ul>
        {choices.map((choice, at) => (
          <SourceChoiceRow
            key={choice.name}
            choice={choice}
            label={t('profiles.source', { name: choice.name, service: t(`profiles.${service}`) })}
            fixed={fixed}
            canUp={choice.chosen && at > 0}
            canDown={choice.chosen && at < last}
            onChoose={on => onChange(one => chooseSource(one, service, choice.name, on))}
            onMove={by => onChange(one => moveProfileSource(one, service, choice.name, by))}
          />
        ))}
      </ul>
      <TimeoutField
        service={service}
        fixed={fixed}
        seconds={serviceOf(profile, service).options?.timeout ?? undefined}
        onChange={seconds => onChange(one => withTimeout(one, service, seconds))}
      />
    </section>
  );
}
