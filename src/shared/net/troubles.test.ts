import { describe, expect, it } from 'vitest';
import { memoryProblems } from '../plugin/testing/fake-host.ts';
import { retryIn, Troubles } from './troubles.ts';

describe('Troubles', () => {
  it('keeps one problem of each kind, the newest, and takes it back', () => {
    const { reporter, standing } = memoryProblems();
    const troubles = new Troubles({ name: 'rig', problems: reporter });
    troubles.cannotReach('destination', 'node', 'no answer');
    troubles.cannotReach('destination', 'node', 'the name is not known');
    troubles.cannotListen('bind', 'port 1', 'it is taken');
    expect(standing.map(problem => problem.message)).toEqual([
      'Instance "rig" cannot reach node: the name is not known.',
      'Instance "rig" cannot listen on port 1: it is taken.',
    ]);
    expect(standing[0]?.place).toEqual({ kind: 'instance', instance: 'rig', option: 'destination' });
    troubles.reaches();
    troubles.listens();
    expect(standing).toEqual([]);
  });
  it('says which option is bad, and when it is tried again', () => {
    const { reporter, standing } = memoryProblems();
    new Troubles({ name: 'rig', problems: reporter }).badOption('bind', 'has no host');
    expect(standing[0]).toMatchObject({
      code: 'backend.bad-option',
      message: 'Instance "rig": option "bind" has no host.',
    });
    expect(retryIn(1500)).toBe('retry in 1.5 s');
  });
});
