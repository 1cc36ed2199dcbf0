import { expect, it } from 'vitest';
import { networkFault } from './network-fault.ts';

const faultOf = (code: string, message = 'read it yourself') =>
  networkFault(Object.assign(new Error(message), { code }), 'the camera');

it('says in words what the usual faults are, and passes on what it does not know', () => {
  expect(['ECONNREFUSED', 'EPIPE', 'EAI_AGAIN', 'EADDRINUSE'].map(code => faultOf(code))).toEqual([
    'nobody listens there',
    'the camera closed the connection',
    'the name is not known',
    'another program uses this port',
  ]);
  expect(faultOf('EWEIRD', 'two\n lines')).toBe('two lines');
  expect(faultOf('EWEIRD', '')).toBe('it cannot be reached');
});
