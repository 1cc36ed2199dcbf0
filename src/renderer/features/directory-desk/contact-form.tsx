import { useState } from 'react';
import type { Contact } from '../../../shared/directory/contact-book.ts';
import { t } from '../../messages/translate.ts';
import { saveContact, type SaveFault } from '../../model/contacts-actions.ts';
import { contactOf, draftOf, sameContact } from '../../model/contacts-draft.ts';
import { columnsOf } from '../../model/contacts-table.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DraftRows } from './draft-rows.tsx';

interface ContactFormProps {
  readonly book: string;
  /** Undefined: a new one. */
  readonly contact: Contact | undefined;
  /** All contacts of the book: their columns are offered. */
  readonly all: readonly Contact[];
  onClose(): void;
}

const NONE: SaveFault = { text: '', changed: false };

/** The form of one contact. What another window changes meanwhile is told, never overwritten. */
export function ContactForm({ book, contact, all, onClose }: ContactFormProps) {
  const model = useModel();
  const known = columnsOf(all);
  const [seen, setSeen] = useState(contact);
  const [rows, setRows] = useState(() => draftOf(contact, known));
  const [fault, setFault] = useState(NONE);
  const now = contact && all.find(one => one['id'] === contact['id']);
  const changed = fault.changed || (now !== undefined && !sameContact(now, seen));
  const save = async () => {
    const draft = contactOf(rows);
    if ('fault' in draft) return setFault({ text: draft.fault, changed: false });
    const wrong = await saveContact(model, book, draft.contact, seen);
    if (wrong) setFault(wrong);
    else onClose();
  };
  const showNow = () => {
    setSeen(now);
    setRows(draftOf(now, known));
    setFault(NONE);
  };
  const title = t(contact ? 'contacts.change' : 'contacts.new');
  return (
    <Dialog label={title} className="contact-form" testId="contact-form" onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          void save();
        }}
      >
        <header>
          <h2>{title}</h2>
          <p className="faint">{t('contacts.formHelp')}</p>
        </header>
        <DraftRows rows={rows} known={known} onChange={setRows} />
        {changed && now && (
          <p className="form-changed" role="alert" data-testid="contact-changed">
            <span className="grow">{t('contacts.changedNow')}</span>
            <Button onClick={showNow}>{t('contacts.showNow')}</Button>
          </p>
        )}
        {fault.text !== '' && !changed && (
          <p className="field-error" role="alert" data-testid="contact-fault">
            {fault.text}
          </p>
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button tone="main" type="submit" data-testid="contact-save">
            {t('contacts.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
