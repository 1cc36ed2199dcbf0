import { Ellipsis, Plus } from 'lucide-react';
import type { Contact } from '../../../shared/directory/contact-book.ts';
import { count, t } from '../../messages/translate.ts';
import { purgeBook } from '../../model/contacts-actions.ts';
import { bookCalls } from '../../model/contacts-calls.ts';
import type { Model } from '../../model/model.ts';
import { showToast } from '../../model/toast-store.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { download } from '../../ui/download.ts';
import { Menu } from '../../ui/menu.tsx';
import { testId } from '../../ui/test-ids.ts';

interface ContactBarProps {
  readonly book: string;
  readonly title: string;
  readonly contacts: readonly Contact[];
  readonly term: string;
  onTerm(term: string): void;
  onAdd(): void;
  onImport(): void;
}

/** Search and everything that concerns the whole book. */
export function ContactBar({ book, title, contacts, term, onTerm, onAdd, onImport }: ContactBarProps) {
  const model = useModel();
  return (
    <div className="contacts-bar">
      <input
        className="input"
        type="search"
        aria-label={t('contacts.search')}
        placeholder={t('contacts.search')}
        data-testid="contacts-search"
        spellCheck={false}
        value={term}
        onChange={event => onTerm(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key !== 'Escape' || term === '') return;
          event.preventDefault();
          onTerm('');
        }}
      />
      <span className="grow" />
      <Button tone="main" data-testid="contact-add" onClick={onAdd}>
        <Plus size={14} /> {t('contacts.add')}
      </Button>
      <Button data-testid="contacts-import" onClick={onImport}>
        {t('contacts.import')}
      </Button>
      <Button data-testid="contacts-export" onClick={() => void exportBook(model, book, title, contacts)}>
        {t('contacts.export')}
      </Button>
      <Menu
        label={t('contacts.more')}
        button={<Ellipsis size={15} />}
        testId="contacts-menu"
        itemTestId={testId.command}
        groups={[
          {
            items: [
              {
                id: 'contacts.purge',
                label: t('contacts.purge'),
                run: () => void purgeBook(model, book, title, contacts),
              },
            ],
          },
        ]}
      />
    </div>
  );
}

async function exportBook(
  model: Model,
  book: string,
  title: string,
  contacts: readonly Contact[],
): Promise<void> {
  try {
    const file = `${title.replaceAll(/[/\\:*?"<>|]+/g, '-')}.csv`;
    download(file, 'text/csv;charset=utf-8', await bookCalls(model.link, book).exportCsv());
    showToast(model.toasts, 'done', t('contacts.exported', { n: count(contacts.length), file }));
  } catch (thrown) {
    model.complain(thrown);
  }
}
