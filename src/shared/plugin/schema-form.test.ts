import { describe, expect, it } from 'vitest';
import { schemaForm } from './schema-form.ts';
import { schemaFault } from './schema-fault.ts';

const form = (properties: object, more: object = {}) => schemaForm({ type: 'object', properties, ...more });

describe('the form of a JSON schema', () => {
  it('has a field for each text, number, switch, choice and list', () => {
    const { options, free } = form(
      {
        title: { type: 'string', title: 'Heading', description: 'At the top.', default: 'Names' },
        middleOctave: { type: 'integer', minimum: -2, maximum: 8 },
        gain: { type: 'number', multipleOf: 0.5 },
        loud: { type: 'boolean', default: true },
        order: { enum: ['name', 'channel'] },
        words: { type: 'array', items: { type: 'string' }, default: ['a', 'b'] },
      },
      { required: ['title'] },
    );
    expect(free).toBe(false);
    expect(options).toEqual([
      {
        name: 'title',
        label: 'Heading',
        help: 'At the top.',
        kind: 'text',
        required: true,
        default: 'Names',
      },
      { name: 'middleOctave', label: 'Middle octave', help: '', kind: 'number', min: -2, max: 8, step: 1 },
      { name: 'gain', label: 'Gain', help: '', kind: 'number', step: 0.5 },
      { name: 'loud', label: 'Loud', help: '', kind: 'boolean', default: true },
      {
        name: 'order',
        label: 'Order',
        help: '',
        kind: 'choice',
        choices: [
          { value: 'name', label: 'name' },
          { value: 'channel', label: 'channel' },
        ],
      },
      { name: 'words', label: 'Words', help: '', kind: 'text', repeat: true, placeholder: 'a\nb' },
    ]);
  });

  it.each([
    ['an object', { deep: { type: 'object' } }],
    ['one of several types', { any: { type: ['string', 'null'] } }],
    ['numbers to choose from', { size: { enum: [1, 2] } }],
    ['a list of objects', { list: { type: 'array', items: { type: 'object' } } }],
    ['a reference', { far: { $ref: '#/$defs/far' } }],
    ['true, which admits everything', { all: true }],
  ])('leaves %s to JSON', (_what, properties) => {
    expect(form(properties)).toMatchObject({ options: [], free: true });
  });

  it('is JSON where other names are admitted too, or where there is no schema', () => {
    expect(form({ a: { type: 'string' } }, { additionalProperties: true }).free).toBe(true);
    expect(form({ a: { type: 'string' } }, { additionalProperties: false }).free).toBe(false);
    expect(form({ a: { type: 'string' } }, { patternProperties: {} }).free).toBe(true);
    expect(schemaForm({ type: 'object' }).free).toBe(true);
    expect(schemaForm(undefined).free).toBe(true);
  });

  it('hides secrets, also inside of others and behind references', () => {
    const { options, hides } = form(
      {
        password: { type: 'string', format: 'password' },
        key: { type: 'string', writeOnly: true },
        login: { type: 'object', properties: { pin: { type: 'string', writeOnly: true } } },
        linked: { $ref: '#/$defs/login' },
        plain: { type: 'string' },
      },
      { $defs: { login: { properties: { pin: { writeOnly: true } } } } },
    );
    expect(options.filter(one => one.kind === 'secret').map(one => one.name)).toEqual(['password', 'key']);
    const hidden = ['password', 'key', 'login', 'linked', 'plain', 'other'].filter(hides);
    expect(hidden).toEqual(['password', 'key', 'login', 'linked']);
    const open = form({}, { additionalProperties: { type: 'string', writeOnly: true } });
    expect(open.hides('anything')).toBe(true);
  });

  it('survives a schema that is none', () => {
    const properties = JSON.parse(
      '{"__proto__": {"type": "string"}, "a": 3, "b": {"items": 1, "type": "array"}}',
    );
    expect(form(properties)).toMatchObject({ options: [], free: true });
    expect(schemaForm({ properties: [1] }).options).toEqual([]);
  });
});

describe('what a schema finds wrong', () => {
  it('is told with the name of the setting and without its value', () => {
    const schema = {
      properties: { pin: { type: 'number' }, mode: { enum: ['a', 'b'] } },
      required: ['mode'],
      additionalProperties: false,
    };
    expect(schemaFault(schema, { mode: 'a' })).toBeUndefined();
    expect(schemaFault(schema, { pin: 'hunter2', mode: 'c' })).toBe(
      'pin must be number; mode must be one of a, b',
    );
    expect(schemaFault(schema, { mode: 'a', extra: 1 })).toBe('it has no setting "extra"');
    expect(schemaFault(schema, {})).toContain("'mode'");
  });

  it('takes the format of a password for what it is', () => {
    expect(
      schemaFault({ properties: { p: { type: 'string', format: 'password' } } }, { p: 'x' }),
    ).toBeUndefined();
  });
});
