// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StubLink } from '../testing/stub-link.ts';
import { KeyFeed, keyName } from './input-keyboard.ts';

const key = (type: 'keydown' | 'keyup', code: string, more: KeyboardEventInit = {}) =>
  new KeyboardEvent(type, { code, bubbles: true, cancelable: true, ...more });

describe('KeyFeed', () => {
  let stub: StubLink;
  let feed: KeyFeed;
  let detach: () => void;
  let learning = false;
  const requests = (request: string) => stub.of('devices.request').filter(one => one['request'] === request);
  beforeEach(async () => {
    vi.useFakeTimers();
    learning = false;
    stub = new StubLink();
    stub.answers['devices.request'] = ({ request }: { request: string }) =>
      request === 'keys' ? { keys: ['KeyQ', 'ctrl+KeyE'] } : {};
    feed = new KeyFeed(stub.link, () => learning);
    detach = feed.attach(window);
    feed.setInstances(['keys1']);
    await vi.advanceTimersByTimeAsync(1);
  });
  afterEach(() => {
    detach();
    vi.useRealTimers();
  });

  it('sends a used key down and up, and keeps it from the page', () => {
    const down = key('keydown', 'KeyQ');
    window.dispatchEvent(down);
    window.dispatchEvent(key('keydown', 'KeyQ', { repeat: true }));
    expect(down.defaultPrevented).toBe(true);
    expect([...feed.store.getState().down]).toEqual(['KeyQ']);
    window.dispatchEvent(key('keyup', 'KeyQ'));
    expect(requests('key').map(one => one['params'])).toMatchObject([
      { code: 'KeyQ', down: true },
      { code: 'KeyQ', down: false },
    ]);
    expect(feed.store.getState().down.size).toBe(0);
  });

  it('leaves other keys alone, unless the user listens for controls', () => {
    const down = key('keydown', 'KeyX');
    window.dispatchEvent(down);
    expect(requests('key')).toHaveLength(0);
    learning = true;
    window.dispatchEvent(key('keydown', 'KeyY'));
    expect(requests('key')).toHaveLength(1);
    expect(down.defaultPrevented).toBe(false);
  });

  it('never sends what is typed, nor what a command has taken', () => {
    const field = document.body.appendChild(document.createElement('input'));
    field.dispatchEvent(key('keydown', 'KeyQ'));
    const taken = key('keydown', 'KeyQ');
    taken.preventDefault();
    window.dispatchEvent(taken);
    expect(requests('key')).toHaveLength(0);
    window.dispatchEvent(key('keydown', 'KeyQ'));
    field.dispatchEvent(key('keyup', 'KeyQ'));
    expect(requests('key')).toHaveLength(2);
    field.remove();
  });

  it('leaves nothing pressed when the window loses the focus, and says that it is there while a key is down', () => {
    window.dispatchEvent(key('keydown', 'KeyE', { ctrlKey: true }));
    vi.advanceTimersByTime(2500);
    expect(requests('alive')).toHaveLength(2);
    window.dispatchEvent(new Event('blur'));
    expect(requests('blur')).toHaveLength(1);
    expect(feed.store.getState().down.size).toBe(0);
    vi.advanceTimersByTime(2500);
    expect(requests('alive')).toHaveLength(2);
  });

  it('follows the keys that the patch uses', () => {
    stub.announce('devices.notify', { instance: 'keys1', topic: 'keys', payload: { keys: ['KeyZ'] } });
    window.dispatchEvent(key('keydown', 'KeyQ'));
    expect(requests('key')).toHaveLength(0);
    window.dispatchEvent(key('keydown', 'KeyZ'));
    expect(requests('key')).toHaveLength(1);
  });
});

describe('keyName', () => {
  const none = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
  it.each([
    [{ ...none, code: 'KeyS' }, 'KeyS'],
    [{ ...none, code: 'KeyS', shiftKey: true, ctrlKey: true }, 'ctrl+shift+KeyS'],
    [{ ...none, code: 'ShiftLeft', shiftKey: true }, 'ShiftLeft'],
  ])('%j is %s', (event, name) => expect(keyName(event)).toBe(name));
});
