import { expect, it } from 'vitest';
import { grantFix, grantOf, grantOperation, readGrants } from './trust.ts';

it('turns the fix of a problem into an edit of the document, and reads it back', () => {
  const fix = grantFix(grantOf('connect', '10.0.0.5', 80));
  expect(fix).toBe('allow-host:connect 10.0.0.5:80');
  const operation = grantOperation(fix.slice(fix.indexOf(':') + 1), {
    note: 'kept',
    hosts: ['listen 0.0.0.0:9000'],
  });
  expect(operation).toEqual({
    op: 'section.set',
    section: 'trust',
    value: { note: 'kept', hosts: ['listen 0.0.0.0:9000', 'connect 10.0.0.5:80'] },
  });
});

it.each(['', 'reach x:1', 'connect x', 'other', 'connect a b:1'])('knows that %j is no grant', grant =>
  expect(grantOperation(grant, undefined)).toBeUndefined(),
);

it.each([undefined, null, 1, [], { hosts: 'x' }, { hosts: [1, 'drop everything', 'connect x:1'] }])(
  'reads any section: %j',
  section => expect(readGrants(section).every(line => line === 'connect x:1')).toBe(true),
);
