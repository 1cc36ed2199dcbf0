import { useState } from 'react';
import { t } from '../../messages/translate.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';

const MASK = '•'.repeat(24);

/** The token that clients send. It is asked for only when it is to be seen or copied. */
export function AccessToken() {
  const model = useModel();
  const [token, setToken] = useState<string | undefined>(undefined);
  const ask = async () => {
    const answer = await model.link.call('host.accessToken', {});
    return answer.token ?? '';
  };
  const show = () => void ask().then(found => setToken(found), model.complain);
  return (
    <div className="remote-token">
      <span className="remote-token-label">{t('remote.token')}</span>
      <code className="grow ellipsis" data-testid="access-token">
        {token === undefined ? MASK : token === '' ? t('remote.noToken') : token}
      </code>
      <Button
        tone="quiet"
        data-testid="access-token-show"
        onClick={() => (token === undefined ? show() : setToken(undefined))}
      >
        {t(token === undefined ? 'remote.show' : 'remote.hide')}
      </Button>
      <CopyButton label={t('remote.copyToken')} done={t('remote.copied')} text={ask} />
      <p className="field-help">{t('remote.tokenHelp')}</p>
    </div>
  );
}
