import './contact-area.css';
import { BookUser, Plus, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { Contact } from '../../../shared/directory/contact-book.ts';
import { t } from '../../messages/translate.ts';
import { PERSONAL } from '../../model/contacts-calls.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { ContactBar } from './contact-bar.tsx';
import { ContactForm } from './contact-form.tsx';
import { ContactTable } from './contact-table.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { useBook } from './use-book.ts';

interface ContactAreaProps {
  readonly book: string;
  readonly title: string;
}

/** One book of contacts: search, table, form, import and export. */
export function ContactArea({ book, title }: ContactAreaProps) {
  const contacts = useBook(book);
  const [term, setTerm] = useState('');
  const [form, setForm] = useState<{ readonly contact: Contact | undefined } | undefined>(undefined);
  const [importing, setImporting] = useState(false);
  const add = () => setForm({ contact: undefined });
  return (
    <div className="contacts">
      {contacts && contacts.length > 0 && (
        <ContactBar
          book={book}
          title={title}
          contacts={contacts}
          term={term}
          onTerm={setTerm}
          onAdd={add}
          onImport={() => setImporting(true)}
        />
      )}
      {contacts === undefined ? (
        <p className="contacts-note">{t('contacts.loading')}</p>
      ) : contacts.length === 0 ? (
        <NoContacts book={book} onAdd={add} onImport={() => setImporting(true)} />
      ) : (
        <ContactTable book={book} contacts={contacts} term={term} onEdit={contact => setForm({ contact })} />
      )}
      {form && (
        <ContactForm
          key={form.contact?.['id'] ?? ''}
          book={book}
          contact={form.contact}
          all={contacts ?? []}
          onClose={() => setForm(undefined)}
        />
      )}
      {importing && <ImportDialog book={book} title={title} onClose={() => setImporting(false)} />}
    </div>
  );
}

interface NoContactsProps {
  readonly book: string;
  onAdd(): void;
  onImport(): void;
}

function NoContacts({ book, onAdd, onImport }: NoContactsProps) {
  const own = book === PERSONAL;
  return (
    <div className="contacts-none">
      {own ? <UserRound size={32} /> : <BookUser size={32} />}
      <EmptyNote
        title={t(own ? 'contacts.none' : 'contacts.noneBook')}
        text={t(own ? 'contacts.noneText' : 'contacts.noneBookText')}
      >
        <span className="contacts-buttons">
          <Button tone="main" data-testid="contact-add" onClick={onAdd}>
            <Plus size={14} /> {t('contacts.add')}
          </Button>
          <Button data-testid="contacts-import" onClick={onImport}>
            {t('contacts.import')}
          </Button>
        </span>
      </EmptyNote>
    </div>
  );
}
