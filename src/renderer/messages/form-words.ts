import { t } from './translate.ts';

/** The words of `OptionsForm`. */
export function formWords() {
  return {
    save: t('form.save'),
    saved: t('form.saved'),
    reset: t('form.reset'),
    resetHint: t('form.resetHint'),
    unset: t('form.unset'),
    more: t('form.more'),
    json: t('form.json'),
    jsonHelp: t('form.jsonHelp'),
    badJson: (reason: string) => t('form.badJson', { reason }),
    fixed: t('form.fixed'),
    secretSet: t('form.secretSet'),
    forget: t('form.forget'),
    browse: t('form.browse'),
    nothing: t('form.nothing'),
  };
}
