import { t } from '../../messages/translate.ts';
import { type ProfileServiceName, readTimeout } from '../../model/profile-edits.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { Field } from '../../ui/field.tsx';

interface TimeoutFieldProps {
  readonly service: ProfileServiceName;
  readonly fixed: boolean;
  readonly seconds: number | undefined;
  onChange(seconds: number | undefined): void;
}

/** Seconds above 0; nothing takes what is usual for the service. What is neither is told and not kept. */
export function TimeoutField({ service, fixed, seconds, onChange }: TimeoutFieldProps) {
  const saved = seconds === undefined ? '' : String(seconds);
  const { text, change, flush } = useDraft(saved, next => {
    const read = readTimeout(next);
    if (read && read.seconds !== seconds) onChange(read.seconds);
  });
  return (
    <Field
      label={t('profiles.timeout')}
      help={t(`profiles.${service}Timeout`)}
      error={readTimeout(text) ? '' : t('profiles.badTimeout')}
      errorTestId={`timeout-fault:${service}`}
    >
      {({ id, describedBy }) => (
        <span className="with-unit timeout">
          <input
            id={id}
            aria-describedby={describedBy}
            className="input number"
            inputMode="decimal"
            autoComplete="off"
            disabled={fixed}
            data-testid={`timeout:${service}`}
            value={text}
            onChange={event => change(event.currentTarget.value)}
            onBlur={flush}
          />
          <span className="unit">{t('profiles.seconds')}</span>
        </span>
      )}
    </Field>
  );
}
