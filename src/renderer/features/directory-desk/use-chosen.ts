import { useState } from 'react';
import { t } from '../../messages/translate.ts';
import { freeName } from '../../model/list-moves.ts';
import { tellFault } from '../../model/profiles-actions.ts';
import { useModel } from '../../model/use-model.ts';

interface Named {
  readonly name: string;
}

/** Which item of a list is shown, the first until one is chosen, and how one comes to it. `send` answers with what is wrong. */
export function useChosen<Item extends Named, Made extends Named>(
  items: readonly Item[],
  send: (made: Made) => Promise<string>,
) {
  const model = useModel();
  const [chosen, choose] = useState<string | undefined>(undefined);
  const add = async (made: Made) => {
    const fault = await send(made);
    if (fault === '') choose(made.name);
    else tellFault(model, fault);
  };
  const taken = items.map(one => one.name);
  return {
    current: items.find(one => one.name === chosen) ?? items[0],
    choose,
    add: (made: Made) => void add(made),
    /** A name that none of them has. */
    nameFor: (base: string) => freeName(base, taken),
    copyName: ({ name }: Named) => freeName(t('desk.copyOf', { name }), taken),
  };
}
