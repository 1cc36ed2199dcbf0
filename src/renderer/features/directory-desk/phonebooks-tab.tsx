import { BookUser } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../messages/translate.ts';
import { addPhonebook } from '../../model/contacts-actions.ts';
import { useModel } from '../../model/use-model.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyNote } from '../../ui/empty-note.tsx';
import { ContactArea } from './contact-area.tsx';
import { PhonebookHead } from './phonebook-head.tsx';
import { SideList } from './side-list.tsx';

/** The phonebooks, and the contacts of the chosen one. */
export function PhonebooksTab() {
  const model = useModel();
  const books = useStore(model.contacts.store, state => state.phonebooks);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  if (books === undefined) return <p className="contacts-note">{t('contacts.loading')}</p>;
  const book = books.find(one => one.id === chosen) ?? books[0];
  const add = async () => setChosen((await addPhonebook(model))?.id ?? chosen);
  if (!book) return <NoPhonebooks onAdd={() => void add()} />;
  return (
    <div className="desk-split">
      <SideList
        label={t('phonebooks.list')}
        items={books.map(({ id, name, description }) => ({ id, title: name, note: description }))}
        current={book.id}
        newLabel={t('phonebooks.new')}
        testId="phonebook"
        onChoose={setChosen}
        onNew={() => void add()}
      />
      <section className="desk-main" aria-label={book.name}>
        <PhonebookHead key={book.id} book={book} />
        <ContactArea key={`${book.id} contacts`} book={book.id} title={book.name} />
      </section>
    </div>
  );
}

function NoPhonebooks({ onAdd }: { onAdd(): void }) {
  return (
    <div className="contacts-none">
      <BookUser size={32} />
      <EmptyNote title={t('phonebooks.none')} text={t('phonebooks.noneText')}>
        <Button tone="main" data-testid="phonebook-new" onClick={onAdd}>
          {t('phonebooks.new')}
        </Button>
      </EmptyNote>
    </div>
  );
}
