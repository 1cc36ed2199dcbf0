import { z } from 'zod';
import type { Contact, ImportReport } from '../../directory/contact-book.ts';
import { call } from '../call.ts';

/** A list of contacts that all users share. */
export interface PhonebookInfo {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** Characters of a CSV text that a window may send at once: a frame holds four times as many bytes. */
export const LONGEST_CSV = 8_000_000;

const empty = z.strictObject({});
const id = z.string().min(1).max(200);
const phonebook = z.string().min(1).max(255);
/** The service checks it in full and answers with a sentence of its own. */
const contact = z.record(z.string().max(256), z.string().max(10_000));
const contacts = z.array(contact).max(200_000);
/** Refuses with `directory.entry-changed` where the entry is not this any more. */
const seen = contact.optional();
const csv = z.string().max(LONGEST_CSV);
const about = { name: z.string().max(255), description: z.string().max(2000).optional() };
const done = call<{ done: boolean }>();
const list = call<{ readonly items: readonly Contact[] }>();
const text = call<{ readonly csv: string }>();

/** The personal entries of whoever sits at the window, and the phonebooks. */
export const contactsCalls = {
  'personal.listRaw': list(empty),
  /** Throws `directory.duplicate-entry` or `directory.bad-request`. */
  'personal.create': call<Contact>()(z.strictObject({ contact })),
  /** Replaces all columns. */
  'personal.edit': call<Contact>()(z.strictObject({ id, contact, seen })),
  'personal.remove': done(z.strictObject({ id })),
  /** Put removed entries back under their ids. */
  'personal.restore': done(z.strictObject({ contacts })),
  'personal.purge': done(empty),
  /** Lines that cannot be used are told and left out. Throws `directory.csv-broken` when none can. */
  'personal.import': call<ImportReport>()(z.strictObject({ csv })),
  /** RFC 4180, columns sorted; empty when there is no entry. */
  'personal.export': text(empty),

  'phonebook.phonebooks': call<{ readonly items: readonly PhonebookInfo[] }>()(empty),
  /** Throws `directory.duplicate` when another has the name. */
  'phonebook.create': call<PhonebookInfo>()(z.strictObject(about)),
  'phonebook.edit': call<PhonebookInfo>()(z.strictObject({ phonebook, ...about })),
  'phonebook.remove': done(z.strictObject({ phonebook })),
  'phonebook.contacts': list(z.strictObject({ phonebook })),
  'phonebook.createContact': call<Contact>()(z.strictObject({ phonebook, contact })),
  'phonebook.editContact': call<Contact>()(z.strictObject({ phonebook, id, contact, seen })),
  'phonebook.removeContact': done(z.strictObject({ phonebook, id })),
  'phonebook.restore': done(z.strictObject({ phonebook, contacts })),
  'phonebook.purge': done(z.strictObject({ phonebook })),
  'phonebook.import': call<ImportReport>()(z.strictObject({ phonebook, csv })),
  'phonebook.export': text(z.strictObject({ phonebook })),
} as const;

export interface ContactsEvents {
  /** Entries of a user are others now: ask again. */
  'personal.changed': { readonly user: string };
  /** A phonebook or its contacts are others now, or it is gone: ask again. */
  'phonebook.changed': { readonly phonebook: string };
}
