const LETTERS = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'];

/** A back-end of the directory. `load` is called for each source that a user makes of it. */
class NotesBackend {
  /** @param {import('crosspatch/plugin').SourceArgs} args */
  load({ config, makeEntry, log }) {
    // The octave of middle C differs from maker to maker: Roland says 4, Yamaha says 3.
    const middle = config.middle ?? 4;
    const nameOf = note => `${LETTERS[note % 12]}${Math.floor(note / 12) - 5 + middle}`;
    const notes = Array.from({ length: 128 }, (_, note) =>
      makeEntry({ name: nameOf(note), reverse: nameOf(note), note }, { address: `note:${note}` }),
    );
    log.info(`middle C is C${middle}`);
    return {
      search: term => notes.filter(entry => entry.fields.name.toLowerCase().startsWith(term.toLowerCase())),
      firstMatch: key => notes.find(entry => entry.relations.address === key) ?? null,
      all: () => notes,
    };
  }
}

export { NotesBackend as plugin };
