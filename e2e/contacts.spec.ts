import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parseCsv } from '../src/shared/directory/csv.ts';
import { expect, test } from './fixtures.ts';
import { placeBackend } from './hand.ts';
import { shoot } from './shoot.ts';

/** Lines 3 and 5 have too few and too many cells. */
const CREW = [
  'name,number,section,address',
  'Anaïs Moreau,101,Sound,osc:/foh/1',
  'Bo,102',
  'Cem Yıldız,103,"Light, moving",dmx:33',
  'Dora,104,Rigging,dmx:1,extra',
  'Éva Szabó,105,Sound,osc:/foh/2',
  'Front wash warm,201,Light,dmx:101',
  'Front wash cold,202,Light,dmx:105',
  'Göran Ek,106,Video,osc:/media/1',
  'Haze,301,Effects,dmx:250',
  'House lights,203,Light,dmx:509',
  'Ines Castro,107,Stage,',
  'Joulupukki,108,Stage,',
  'Kabuki drop,302,Effects,dmx:251',
  'Låda 4,303,Stage,note:36',
  'Monitor A,401,Sound,osc:/mon/1',
  'Monitor B,402,Sound,osc:/mon/2',
  '',
].join('\n');

async function openDesk(app: Page, tab: string): Promise<void> {
  if ((await app.getByTestId('desk').count()) === 0) {
    await app.getByTestId('menu').click();
    await app.getByTestId('command:view.directory').click();
  }
  await app.getByTestId(`tab:${tab}`).click();
}

/** Add an entry through its form; values by column, of those that the form offers. */
async function addEntry(app: Page, values: Readonly<Record<string, string>>): Promise<void> {
  await app.getByTestId('contact-add').click();
  for (const [column, value] of Object.entries(values))
    await app.getByTestId(`draft-value:${column}`).fill(value);
  await app.getByTestId('contact-save').click();
}

async function find(app: Page, term: string): Promise<void> {
  await app.getByTestId('tab:library').click();
  await app.getByTestId('library-search').fill(term);
}

const rows = (app: Page) => app.getByTestId('contacts-table').locator('[data-testid^="contact:"]');

test('own entries: added with an accent, found without it, changed, refused twice, brought back', async ({
  app,
}) => {
  await openDesk(app, 'entries');
  await expect(app.getByTestId('desk')).toContainText('No entries of your own yet');
  await shoot(app, 'directory-empty');
  await addEntry(app, { name: 'Zoé Ångström', number: '101' });
  await expect(app.getByTestId('contact:Zoé Ångström')).toContainText('101');
  await addEntry(app, { name: 'Ben', number: '102' });
  await addEntry(app, { name: 'Zoé Ångström', number: '101' });
  await expect(app.getByTestId('contact-fault')).toHaveText(
    'There is an entry with exactly these values already.',
  );
  await app.getByTestId('draft-add').click();
  await app.keyboard.type('section');
  await app.getByTestId('draft-value:section').fill('Strings');
  await app.getByTestId('contact-save').click();
  await expect(rows(app)).toHaveCount(3);

  await app.getByTestId('contacts-search').fill('ANGSTROM strings');
  await expect(rows(app)).toHaveCount(1);
  await expect(app.getByTestId('contacts-count')).toHaveText('1 of 3 entries');
  await rows(app).dblclick();
  await app.getByTestId('draft-value:name').fill('Zoë Lund');
  await app.keyboard.press('Enter');
  await expect(app.getByTestId('contacts-table')).toContainText('No entry has');
  await app.getByTestId('contacts-search').fill('');
  await app.getByTestId('sort:name').click();
  await app.getByTestId('sort:name').click();
  await expect(rows(app).first()).toContainText('Zoë Lund');

  await rows(app).first().hover();
  await app.getByTestId('contact-remove:Zoë Lund').click();
  await expect(rows(app)).toHaveCount(2);
  await app.getByTestId('toast').getByText('Undo').click();
  await expect(rows(app)).toHaveCount(3);
  await app.getByTestId('desk-close').click();
  await find(app, 'zoe ang');
  await expect(app.getByTestId('entry:Zoé Ångström')).toBeVisible();
});

test('CSV: bad lines are told and left out, what is exported is what is there', async ({ app, folder }) => {
  const file = join(folder, 'crew.csv');
  writeFileSync(file, CREW);
  await openDesk(app, 'entries');
  await app.getByTestId('contacts-import').click();
  await app.getByTestId('import-file').setInputFiles(file);
  await expect(app.getByTestId('import-preview')).toContainText('Anaïs');
  await shoot(app, 'directory-import');
  await app.getByTestId('import-start').click();
  await expect(app.getByTestId('import-result')).toHaveText('14 created. Lines 3 and 5 were left out.');
  await app.getByTestId('import-done').click();
  await expect(rows(app)).toHaveCount(14);
  await app.getByTestId('sort:section').click();
  await shoot(app, 'directory-entries');
  await app.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await shoot(app, 'directory-entries-dark');
  await app.emulateMedia({ colorScheme: 'light' });

  const [saved] = await Promise.all([
    app.waitForEvent('download'),
    app.getByTestId('contacts-export').click(),
  ]);
  const lines = readFileSync(await saved.path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(lines[0]).toBe('address,id,name,number,section');
  const back = lines.slice(1).map(line => line.replace(/,[0-9a-f-]{36},/, ','));
  const [head = '', ...given] = CREW.trimEnd().split('\n');
  expect(head).toBe('name,number,section,address');
  const good = given.filter((_, at) => at !== 1 && at !== 3).map(line => parseCsv(line).records[0]?.cells);
  const again = back.map(line => parseCsv(line).records[0]?.cells ?? []);
  expect(again.map(([address, ...others]) => [...others, address])).toEqual(good);

  const old = join(folder, 'old.csv');
  writeFileSync(old, Buffer.from('name,number\nJos\xe9,7 \x80\n', 'latin1'));
  await app.getByTestId('contacts-import').click();
  await app.getByTestId('import-file').setInputFiles(old);
  await expect(app.getByTestId('import-encoding')).toHaveValue('cp1252');
  await expect(app.getByTestId('import-preview')).toContainText('7 €');
  await app.getByTestId('import-encoding').selectOption('utf-8');
  await expect(app.getByTestId('import-dialog')).toContainText('This file is not UTF-8');
  await app.getByTestId('import-encoding').selectOption('cp1252');
  await app.getByTestId('import-start').click();
  await app.getByTestId('import-done').click();
  await expect(app.getByTestId('contact:José')).toBeVisible();

  await app.getByTestId('contacts-menu').click();
  await app.getByTestId('command:contacts.purge').click();
  await app.getByTestId('choice:purge').click();
  await expect(app.getByTestId('desk')).toContainText('No entries of your own yet');
  await app.getByTestId('toast').last().getByText('Undo').click();
  await expect(rows(app)).toHaveCount(15);
});

test('a phonebook is a source when it is used as one, and a profile asks only what it is told to', async ({
  app,
  folder,
}) => {
  await openDesk(app, 'entries');
  await addEntry(app, { name: 'Marta Mine', number: '1' });
  await openDesk(app, 'phonebooks');
  await app.getByTestId('phonebook-new').click();
  await app.getByTestId('phonebook-name').fill('Crew');
  await app.getByTestId('phonebook-name').press('Enter');
  await expect(app.getByTestId('phonebook:Crew')).toBeVisible();
  await app.getByTestId('phonebook-description').fill('Everybody of the summer tour');
  await app.getByTestId('phonebook-description').press('Enter');
  await addEntry(app, { name: 'Marta Shared', number: '2' });
  await app.getByTestId('phonebook-use').click();
  await expect(app.getByTestId('phonebook-source')).toHaveText('Source “Crew”');
  await shoot(app, 'directory-phonebooks');
  await app.getByTestId('toast').getByLabel('Dismiss').click();

  await openDesk(app, 'profiles');
  await expect(app.getByTestId('profile-editor')).toContainText('Built in');
  await app.getByTestId('profile-new').click();
  await app.getByTestId('desk-name').fill('crew only');
  await app.getByTestId('desk-name').press('Enter');
  await expect(app.getByTestId('profile:crew only')).toBeVisible();
  const lookup = app.getByTestId('service:lookup');
  const choice = (name: string) => lookup.getByTestId(`source-choice:${name}`);
  for (const name of ['personal', 'this patch']) {
    await choice(name).getByRole('checkbox').click();
    await expect(choice(name)).toHaveClass(/off/);
  }
  await app.getByTestId('timeout:lookup').fill('0');
  await expect(app.getByTestId('timeout-fault:lookup')).toBeVisible();
  await app.getByTestId('timeout:lookup').fill('2');
  await expect(app.getByTestId('timeout-fault:lookup')).toHaveCount(0);
  const reverse = app.getByTestId('service:reverse');
  await expect(reverse.locator('li').first()).not.toContainText('personal');
  for (let n = 0; n < 4 && !(await reverse.locator('li').first().textContent())?.includes('personal'); n++) {
    await reverse.getByTestId('source-choice:personal').getByRole('checkbox').focus();
    await app.keyboard.press('Alt+ArrowUp');
    await app.waitForTimeout(150);
  }
  await expect(reverse.locator('li').first()).toContainText('personal');
  await expect(reverse.getByTestId('source-choice:personal').getByRole('checkbox')).toBeFocused();
  await shoot(app, 'profiles');
  await app.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await shoot(app, 'profiles-dark');
  await app.emulateMedia({ colorScheme: 'light' });
  await app.getByTestId('desk-close').click();

  await find(app, 'marta');
  await expect(app.locator('[data-testid^="entry:"]')).toHaveCount(2);
  await app.getByTestId('library-profile').selectOption('crew only');
  await expect(app.locator('[data-testid^="entry:"]')).toHaveCount(1);
  await expect(app.getByTestId('entry:Marta Shared')).toBeVisible();

  await app.keyboard.press('Control+Shift+S');
  await app.getByTestId('file-path').fill(join(folder, 'show.crosspatch'));
  await app.getByTestId('file-confirm').click();
  await expect(app.getByTestId('dirty')).toHaveCount(0);
  const saved = JSON.parse(readFileSync(join(folder, 'show.crosspatch'), 'utf8')) as {
    sections: { directory: { profiles: { name: string; services: Record<string, unknown> }[] } };
  };
  const { profiles } = saved.sections.directory;
  expect(profiles.map(one => one.name)).toEqual(['crew only']);
  expect(profiles[0]?.services['lookup']).toEqual({
    sources: [{ name: 'Crew' }],
    options: { timeout: 2 },
  });

  await openDesk(app, 'phonebooks');
  await app.getByTestId('phonebook-remove').click();
  await expect(app.getByTestId('dialog')).toContainText('the source “Crew”');
  await app.getByTestId('choice:remove').click();
  await expect(app.getByTestId('desk')).toContainText('No phonebooks yet');
  await openDesk(app, 'profiles');
  await app.getByTestId('profile:crew only').click();
  await expect(choice('Crew')).toContainText('no such source');

  await app.getByTestId('desk-duplicate').click();
  await expect(app.getByTestId('profile:crew only copy')).toBeVisible();
  await app.keyboard.press('Control+z');
  await expect(app.getByTestId('profile:crew only copy')).toHaveCount(0);
  await app.getByTestId('profile:crew only').click();
  await app.getByTestId('desk-remove').click();
  await expect(app.getByTestId('profile:crew only')).toHaveCount(0);
  await app.getByTestId('toast').last().getByText('Undo').click();
  await expect(app.getByTestId('profile:crew only')).toBeVisible();
  await app.getByTestId('profile:crew only').click();
  await app.getByTestId('desk-scope').selectOption('app');
  await expect(app.getByTestId('profile:crew only')).toContainText('every patch');
});

test('a display: columns with a default, seen in the preview and over HTTP', async ({ host, visit }) => {
  const engine = await host(undefined, ['--http', '127.0.0.1:0']);
  const app = await visit(engine);
  await openDesk(app, 'entries');
  await addEntry(app, { name: 'Nils', number: '12' });
  await openDesk(app, 'displays');
  await expect(app.getByTestId('display-editor')).toContainText('Built in');
  await app.getByTestId('display-new').click();
  await app.getByTestId('desk-name').fill('short');
  await app.getByTestId('desk-name').press('Enter');
  await app.getByTestId('column-add').click();
  await app.getByTestId('column-title:2').fill('Section');
  await app.getByTestId('column-title:2').press('Tab');
  await expect(app.getByTestId('column-title:2')).toHaveValue('Section');
  await app.getByTestId('column-field:2').fill('section');
  await app.getByTestId('column-field:2').press('Tab');
  await app.getByTestId('column-default:2').fill('no section');
  await expect(app.getByTestId('display-preview')).toContainText('no section');
  await expect(app.getByTestId('display-preview').locator('th')).toHaveText(['Name', 'Favourite', 'Section']);
  await shoot(app, 'directory-displays');

  await openDesk(app, 'profiles');
  await app.getByTestId('profile-new').click();
  await app.getByTestId('profile-display').selectOption('short');
  await openDesk(app, 'displays');
  await app.getByTestId('display:short').click();
  await expect(app.getByTestId('desk-remove')).toBeDisabled();

  const { searchParams } = new URL(engine.address.replace('#', '?'));
  const http = engine.log.map(line => /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]).find(Boolean) ?? '';
  const reply = await fetch(`${http}/0.1/directories/lookup/profile?term=nils`, {
    headers: { 'X-Auth-Token': searchParams.get('token') ?? '' },
  });
  expect(await reply.json()).toMatchObject({
    column_headers: ['Name', 'Favourite', 'Section'],
    results: [{ column_values: ['Nils', false, 'no section'] }],
  });
});

test('twenty thousand entries: only those in view are drawn, and one is found among them', async ({
  app,
  folder,
}) => {
  const file = join(folder, 'many.csv');
  const lines = Array.from({ length: 20_000 }, (_, n) => `Person ${n},${n},Section ${n % 50}`);
  writeFileSync(file, ['name,number,section', ...lines, ''].join('\n'));
  await openDesk(app, 'entries');
  await app.getByTestId('contacts-import').click();
  await app.getByTestId('import-file').setInputFiles(file);
  await app.getByTestId('import-start').click();
  await expect(app.getByTestId('import-result')).toHaveText('20,000 created.');
  await app.getByTestId('import-done').click();
  await expect(app.getByTestId('contacts-count')).toHaveText('20,000 entries');
  expect(await rows(app).count()).toBeLessThan(60);
  await app.getByTestId('sort:number').click();
  await app.getByRole('grid').focus();
  await app.keyboard.press('End');
  await expect(app.getByTestId('contact:Person 19999')).toBeVisible();
  await app.getByTestId('contacts-search').fill('person 12345');
  await expect(rows(app)).toHaveCount(1);
});

test('two windows stay in step, and neither overwrites the other unseen', async ({ host, visit }) => {
  const engine = await host();
  const [one, two] = [await visit(engine), await visit(engine)];
  await openDesk(one, 'entries');
  await openDesk(two, 'entries');
  await addEntry(one, { name: 'Ida', number: '1' });
  await expect(two.getByTestId('contact:Ida')).toBeVisible();
  await two.getByTestId('contact:Ida').dblclick();
  await one.getByTestId('contact:Ida').dblclick();
  await one.getByTestId('draft-value:number').fill('99');
  await one.getByTestId('contact-save').click();
  await expect(two.getByTestId('contact-changed')).toBeVisible();
  await two.getByTestId('draft-value:number').fill('5');
  await two.getByTestId('contact-save').click();
  await expect(two.getByTestId('contact-form')).toBeVisible();
  await expect(one.getByTestId('contact:Ida')).toContainText('99');
  await two.getByText('Show it as it is now').click();
  await expect(two.getByTestId('draft-value:number')).toHaveValue('99');
  await two.getByTestId('draft-value:number').fill('5');
  await two.getByTestId('contact-save').click();
  await expect(one.getByTestId('contact:Ida')).toContainText('5');
});

test('the desk by keyboard: it closes with Escape, the work behind it cannot be reached', async ({ app }) => {
  await placeBackend(app, 'loopback', { x: 300, y: 120 });
  await app.getByTestId('tab:library').click();
  await app.getByTestId('open-desk').click();
  await addEntry(app, { name: 'A', number: '1' });
  await addEntry(app, { name: 'B', number: '2' });
  await expect(rows(app)).toHaveCount(2);
  await app.getByRole('grid').focus();
  await app.keyboard.press('ArrowDown');
  await app.keyboard.press('Delete');
  await expect(rows(app)).toHaveCount(1);
  await expect(app.getByTestId('contact:A')).toBeVisible();
  await app.keyboard.press('Enter');
  await expect(app.getByTestId('draft-value:name')).toHaveValue('A');
  await app.keyboard.press('Escape');
  await expect(app.getByTestId('contact-form')).toHaveCount(0);
  await app.keyboard.press('Escape');
  await expect(app.getByTestId('desk')).toHaveCount(0);
  await expect(app.getByTestId('node:loopback1')).toBeVisible();
});
