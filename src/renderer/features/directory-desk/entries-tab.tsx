import { t } from '../../messages/translate.ts';
import { PERSONAL } from '../../model/contacts-calls.ts';
import { ContactArea } from './contact-area.tsx';

/** What the user added, found by every search with the source "personal". */
export function EntriesTab() {
  return <ContactArea book={PERSONAL} title={t('desk.entries')} />;
}
