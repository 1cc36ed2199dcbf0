import type { Entry, Fields } from '../plugin/source.ts';

/** Fields that hold a name, best first. */
const NAMES = ['reverse', 'name', 'label', 'parameter_name', 'title', 'displayName', 'cn'];
const PLACES = ['manufacturer', 'device', 'section', 'group', 'company'];

/** The name of an entry for people; its address, or empty, when no field has one. */
export function titleOf({ fields, relations }: Pick<Entry, 'fields' | 'relations'>): string {
  for (const column of NAMES) {
    const text = textOf(fields, column);
    if (text !== '') return text;
  }
  const person = [textOf(fields, 'firstname'), textOf(fields, 'lastname')]
    .filter(part => part !== '')
    .join(' ');
  if (person !== '') return person;
  const first = Object.keys(fields).find(column => textOf(fields, column) !== '');
  return first === undefined ? (relations.address ?? '') : textOf(fields, first);
}

/** Where an entry belongs, in one line: the device and section, then the channel or address. */
export function subtitleOf({ source, fields, relations }: Entry): string {
  const parts = PLACES.map(column => textOf(fields, column)).filter(part => part !== '');
  const where =
    relations.instance === null ? relations.address : `${relations.instance}.${relations.channel ?? ''}`;
  const number = where ?? textOf(fields, 'number');
  return [parts.length > 0 ? parts.join(' › ') : source, number].filter(part => part !== '').join(' · ');
}

function textOf(fields: Fields, column: string): string {
  const value = Object.hasOwn(fields, column) ? fields[column] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
