/** One failure: `text` says what and where, `help` the way out. `{name}` marks a parameter. */
export interface ErrorEntry {
  readonly text: string;
  readonly help: string;
}
