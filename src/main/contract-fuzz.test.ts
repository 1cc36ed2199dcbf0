import { afterAll, beforeAll, expect, it } from 'vitest';
import { fuzzContract } from './testing/contract-fuzz.ts';
import { openApp, type TestApp } from './testing/open-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

it('survives 5,000 random frames: each call is answered, and the engine works as before', async () => {
  const { calls, answers } = await fuzzContract(app, { frames: 5000, seed: 20_260_101 });
  expect(calls).toBeGreaterThan(1000);
  expect(answers).toBe(calls);
  const info = await app.window('after').client.call('host.info', {});
  expect(info.host).toBe('headless');
}, 60_000);
