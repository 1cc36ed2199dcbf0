import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '../../../shared/error/coded-error.ts';
import { serialize } from '../../../shared/patch/serialize.ts';
import { documents, operations } from '../../../shared/patch/testing/arbitraries.ts';
import { Session } from './session.ts';

/** Do all that can be done; returns the text after each step. */
function repeat(session: Session, step: () => void): string[] {
  const texts: string[] = [];
  try {
    for (;;) {
      step();
      texts.push(serialize(session.document));
    }
  } catch (thrown) {
    if (!(thrown instanceof CodedError) || thrown.code !== 'patch.nothing-to-undo') throw thrown;
    return texts;
  }
}

describe('Session', () => {
  it('undoes and redoes every edit byte for byte, and is clean again at the start', () => {
    const edits = fc.array(fc.array(operations, { minLength: 1, maxLength: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(documents, edits, (document, list) => {
        const session = new Session();
        session.replace(document, { path: undefined, name: '' }, true);
        const texts = [serialize(session.document)];
        for (const ops of list) {
          try {
            session.edit({ label: 'x', operations: ops });
            texts.push(serialize(session.document));
          } catch (thrown) {
            if (!(thrown instanceof CodedError)) throw thrown;
            expect(serialize(session.document)).toBe(texts.at(-1));
          }
        }
        expect(repeat(session, () => session.undo())).toEqual(texts.slice(0, -1).reverse());
        expect(session.dirty).toBe(false);
        expect(repeat(session, () => session.redo())).toEqual(texts.slice(1));
        expect(session.dirty).toBe(texts.at(-1) !== texts[0]);
      }),
      { numRuns: 300 },
    );
  });
  it('forgets the oldest edits, not the newest', () => {
    const session = new Session();
    for (let i = 0; i < 1100; i++) {
      session.edit({ label: `${i}`, operations: [{ op: 'section.set', section: 's', value: i }] });
    }
    expect(repeat(session, () => session.undo())).toHaveLength(1000);
    expect(session.document.sections).toEqual({ s: 99 });
  });
});
