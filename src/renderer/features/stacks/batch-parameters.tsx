import type { InstanceDecl } from '../../../shared/patch/document.ts';
import { t } from '../../messages/translate.ts';
import { useModelState } from '../../model/use-model.ts';
import { axesOf, type Axis, type ChosenAxis } from './batch-grid.ts';

interface BatchParametersProps {
  readonly decl: InstanceDecl;
  readonly chosen: readonly ChosenAxis[];
  choose(chosen: readonly ChosenAxis[]): void;
}

/** One or two parameters of the stack, and the values that each goes through. */
export function BatchParameters({ decl, chosen, choose }: BatchParametersProps) {
  const modules = useModelState('stacks', state => state.modules);
  const axes = axesOf(decl, modules);
  const put = (at: number, next: ChosenAxis | undefined) =>
    choose([...chosen.slice(0, at), ...(next ? [next] : []), ...chosen.slice(at + 1)]);
  const rows = Math.min(2, chosen.length + 1, axes.length);
  if (rows === 0) return null;
  return (
    <div className="batch-parameters">
      {Array.from({ length: rows }, (_, at) => (
        <AxisRow
          key={at}
          n={at + 1}
          axes={axes.filter(axis => chosen.every((one, i) => i === at || one.axis.name !== axis.name))}
          chosen={chosen[at]}
          put={next => put(at, next)}
        />
      ))}
      <p className="faint">{t('batch.valuesHelp')}</p>
    </div>
  );
}

interface AxisRowProps {
  readonly n: number;
  readonly axes: readonly Axis[];
  readonly chosen: ChosenAxis | undefined;
  put(next: ChosenAxis | undefined): void;
}

function AxisRow({ n, axes, chosen, put }: AxisRowProps) {
  const pick = (name: string) => {
    const axis = axes.find(one => one.name === name);
    put(axis && { axis, text: chosen?.text ?? '' });
  };
  return (
    <div className="batch-axis">
      <select
        className="input"
        aria-label={t('batch.axis', { n })}
        data-testid={`batch-axis:${n}`}
        value={chosen?.axis.name ?? ''}
        onChange={event => pick(event.target.value)}
      >
        <option value="">
          {t('batch.axis', { n })}: {t('batch.noAxis')}
        </option>
        {axes.map(axis => (
          <option key={axis.name} value={axis.name}>
            {axis.label}
          </option>
        ))}
      </select>
      <input
        className="input"
        aria-label={t('batch.values', { n })}
        data-testid={`batch-values:${n}`}
        placeholder={chosen ? '-12..12 by 6' : ''}
        spellCheck={false}
        disabled={!chosen}
        value={chosen?.text ?? ''}
        onChange={event => chosen && put({ ...chosen, text: event.target.value })}
      />
    </div>
  );
}
