// What authors of plugins get as `crosspatch/plugin/testing`. docs/guide/plugins.md.
export { FakeDirectory, type FakeDirectoryOptions } from './fake-directory.ts';
export { memoryLog, memoryProblems } from './fake-host.ts';
export { VirtualClock } from './virtual-clock.ts';
