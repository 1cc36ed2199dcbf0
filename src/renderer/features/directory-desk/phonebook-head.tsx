import { BookOpen, Trash2 } from 'lucide-react';
import type { PhonebookInfo } from '../../../shared/contract/calls/contacts.ts';
import { t } from '../../messages/translate.ts';
import {
  describePhonebook,
  removePhonebook,
  sourcesOf,
  phonebookAsSource,
} from '../../model/contacts-actions.ts';
import { useModel, useModelState } from '../../model/use-model.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SourceMark } from '../../ui/source-mark.tsx';
import { NameInput } from './name-input.tsx';

/** Name, description, and whether searches find its contacts. */
export function PhonebookHead({ book }: { readonly book: PhonebookInfo }) {
  const model = useModel();
  return (
    <header className="phonebook-head">
      <NameInput
        label={t('desk.name')}
        value={book.name}
        testId="phonebook-name"
        className="title-input"
        onKeep={name => describePhonebook(model, { ...book, name })}
      />
      <NameInput
        label={t('phonebooks.description')}
        placeholder={t('phonebooks.descriptionHint')}
        value={book.description}
        testId="phonebook-description"
        className="quiet-input grow"
        onKeep={description => describePhonebook(model, { ...book, description })}
      />
      <SourceButton book={book} />
      <IconButton
        label={t('phonebooks.remove')}
        data-testid="phonebook-remove"
        onClick={() => void removePhonebook(model, book)}
      >
        <Trash2 size={15} />
      </IconButton>
    </header>
  );
}

function SourceButton({ book }: { readonly book: PhonebookInfo }) {
  const model = useModel();
  const sources = useModelState('directory', state => state.sources);
  const [source] = sourcesOf(sources, book);
  if (!source) {
    return (
      <Button data-testid="phonebook-use" onClick={() => void phonebookAsSource(model, book)}>
        <BookOpen size={14} /> {t('phonebooks.useAsSource')}
      </Button>
    );
  }
  const { name, state } = source;
  return (
    <Button
      tone="quiet"
      title={t('phonebooks.usedHint')}
      data-testid="phonebook-source"
      data-state={state}
      onClick={() => model.dialogs.setState({ source: { name } })}
    >
      <SourceMark state={state} label={t(`source.${state}`)} /> {t('phonebooks.usedAs', { name })}
    </Button>
  );
}
