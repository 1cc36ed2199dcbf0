import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Contact } from '../../../shared/directory/contact-book.ts';
import { count, t } from '../../messages/translate.ts';
import { removeContact } from '../../model/contacts-actions.ts';
import { contactTitle, nextSorting, type Sorting } from '../../model/contacts-table.ts';
import { useModel } from '../../model/use-model.ts';
import { IconButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useTable } from './use-book.ts';

interface ContactTableProps {
  readonly book: string;
  readonly contacts: readonly Contact[];
  readonly term: string;
  onEdit(contact: Contact): void;
}

/** Nobody reads more columns; a table of a thousand would only be slow. */
const MOST_COLUMNS = 40;

export function ContactTable({ book, contacts, term, onEdit }: ContactTableProps) {
  const model = useModel();
  const [sorting, setSorting] = useState<Sorting | undefined>(undefined);
  const { columns, rows } = useTable(contacts, term, sorting);
  const remove = (contact: Contact) => void removeContact(model, book, contact);
  return (
    <>
      <div className="contacts-table" data-testid="contacts-table">
        {rows.length === 0 ? (
          <p className="contacts-note">{t('contacts.notFound', { term })}</p>
        ) : (
          <DataTable
            label={t('contacts.table')}
            columns={columns.slice(0, MOST_COLUMNS)}
            rows={rows}
            sorting={sorting}
            onSort={column => setSorting(nextSorting(sorting, column))}
            keyOf={contact => contact['id'] ?? ''}
            cell={(contact, column) => contact[column] ?? ''}
            rowTestId={contact => `contact:${contactTitle(contact)}`}
            onOpen={onEdit}
            onDelete={remove}
            actions={contact => (
              <RowActions contact={contact} onEdit={() => onEdit(contact)} onRemove={() => remove(contact)} />
            )}
          />
        )}
      </div>
      <footer className="contacts-foot" aria-live="polite" data-testid="contacts-count">
        <span className="number">{countSentence(rows.length, contacts.length)}</span>
        {columns.length > MOST_COLUMNS && (
          <span>{t('contacts.columnsLeft', { n: MOST_COLUMNS, all: count(columns.length) })}</span>
        )}
      </footer>
    </>
  );
}

function countSentence(found: number, all: number): string {
  if (found !== all) return t('contacts.countFound', { found: count(found), n: count(all) });
  return t(all === 1 ? 'contacts.countOne' : 'contacts.count', { n: count(all) });
}

interface RowActionsProps {
  readonly contact: Contact;
  onEdit(): void;
  onRemove(): void;
}

function RowActions({ contact, onEdit, onRemove }: RowActionsProps) {
  const name = contactTitle(contact);
  return (
    <>
      <IconButton
        label={t('contacts.edit', { name })}
        tabIndex={-1}
        data-testid={`contact-edit:${name}`}
        onClick={onEdit}
      >
        <Pencil size={13} />
      </IconButton>
      <IconButton
        label={t('contacts.remove', { name })}
        tabIndex={-1}
        data-testid={`contact-remove:${name}`}
        onClick={onRemove}
      >
        <Trash2 size={13} />
      </IconButton>
    </>
  );
}
