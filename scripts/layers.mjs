// The layer rules of .dependency-cruiser.mjs over the sources, then over trees with one seeded fault per rule: a rule
// that cannot fire protects nothing.
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../.dependency-cruiser.mjs';
import { FAULTS } from './layers/faults.mjs';
import { root } from './setup/root.mjs';

const failures = [...(await checkSources()), ...(await checkFaults())];
for (const line of failures) console.error(line);
process.exit(failures.length === 0 ? 0 : 1);

async function checkSources() {
  const { modules, violations } = await look(root, ['src', 'plugins', 'scripts', 'e2e']);
  console.log(`layers: ${modules} modules, ${config.forbidden.length} rules`);
  // A parser that cannot read TypeScript finds no module, and so no fault.
  if (modules === 0) return ['No module was found: the check is blind.'];
  return violations.map(({ rule, from, to, cycle }) => {
    const path = cycle?.length ? cycle.map(step => step.name).join(' > ') : to;
    const { comment } = config.forbidden.find(({ name }) => name === rule.name);
    return `${rule.name}: ${from} > ${path}\n  ${comment}`;
  });
}

async function checkFaults() {
  const failures = [];
  for (const { name } of config.forbidden) {
    const files = FAULTS[name];
    if (!files) {
      failures.push(`The rule ${name} has no seeded fault in scripts/layers/faults.mjs.`);
      continue;
    }
    const fired = await inTree(files, async folder => {
      const { violations } = await look(folder, ['src', 'plugins']);
      return new Set(violations.map(violation => violation.rule.name));
    });
    if (!fired.delete(name)) failures.push(`The rule ${name} did not see its seeded fault.`);
    if (fired.size > 0) failures.push(`The fault seeded for ${name} also fired ${[...fired].join(', ')}.`);
  }
  console.log(`layers: ${config.forbidden.length} seeded faults`);
  return failures;
}

async function look(baseDir, folders) {
  const { tsConfig, enhancedResolveOptions, ...options } = config.options;
  const { output } = await cruise(
    folders.filter(folder => existsSync(join(baseDir, folder))),
    { ...options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden } },
    enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(root, tsConfig.fileName)) },
  );
  return { modules: output.summary.totalCruised, violations: output.summary.violations };
}

async function inTree(files, body) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'crosspatch-layers-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
