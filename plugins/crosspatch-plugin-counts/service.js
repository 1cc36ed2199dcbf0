/** A service: `load` returns a callable, which views receive. A request is one JSON object. */
class CountsService {
  /** @param {import('crosspatch/plugin').ServiceArgs} args */
  load({ sources, subscriptions, config }) {
    const timeout = config.timeout ?? 1000;
    let asked = 0;
    subscriptions.push(() => (asked = 0));
    return async request => {
      if (request.op === 'asked') return asked;
      if (request.op !== 'count') throw new Error(`there is no ${request.op}`);
      asked++;
      const names = sources.list().map(source => source.name);
      const call = { user: 'local', profile: 'default', timeout };
      const outcomes = await sources.search(names, request.term, call);
      return Object.fromEntries(outcomes.map(one => [one.source, one.ok ? one.value.length : one.reason]));
    };
  }
}

export { CountsService as plugin };
