export type OptionScalar = string | number | boolean;
/** As kept in a patch document: a scalar, or a list where an option repeats. */
export type OptionValue = OptionScalar | readonly OptionScalar[];
export type Options = Readonly<Record<string, OptionValue>>;
