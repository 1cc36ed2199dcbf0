import type { BackendFamily } from '../../shared/plugin/backend.ts';

/** A shape for each family, so that colour is never the only sign. Drawn in a box of 12. */
const SHAPES: Readonly<Record<BackendFamily, string>> = {
  midi: 'M6 1.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6z',
  osc: 'M6 1.2 11.4 10.6H.6z',
  dmx: 'M1.6 1.6h8.8v8.8H1.6z',
  network: 'M6 .6 11.4 6 6 11.4.6 6z',
  input: 'M3.2 1.2h5.6L11.6 6 8.8 10.8H3.2L.4 6z',
  script:
    'M8.9 1.2C6.6.7 5.6 1.8 5.3 3.6L5 5H3.4v1.5h1.3L4 10c-.1.6-.4.8-1.2.6l-.3 1.3c2 .4 3-.5 3.3-2.3l.6-3.1h1.8V5H6.7L7 3.5c.1-.7.5-1 1.6-.9z',
  time: 'M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 1 0 6 .8zm0 1.6a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 1 1 0-7.2zM5.4 3.6h1.2v2.2l1.7 1.1-.7 1-2.2-1.5z',
  virtual: 'M6 1.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6zm0 1.7a3.1 3.1 0 1 1 0 6.2 3.1 3.1 0 1 1 0-6.2z',
  sound: 'M.8 4.8h1.6v2.4H.8zM3.4 2.6H5v6.8H3.4zM6 .8h1.6v10.4H6zM8.6 3.4h1.6v5.2H8.6z',
};

export function FamilyGlyph({
  family,
  size = 12,
}: {
  readonly family: BackendFamily;
  readonly size?: number;
}) {
  return (
    <svg className="glyph" data-family={family} width={size} height={size} viewBox="0 0 12 12" aria-hidden>
      <path d={SHAPES[family]} fill="var(--family)" fillRule="evenodd" />
    </svg>
  );
}
