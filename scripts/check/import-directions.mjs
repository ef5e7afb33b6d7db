// Holds the layers under the current directory to the rules of .dependency-cruiser.cjs. Prints what breaks them and exits 1;
// with --json prints the tool's whole report. Uses the tool's API because its command refuses Node 20, which it works on.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { root } from '../setup/places.mjs';

const LAYERS = ['cli', 'electron', 'renderer', 'scripts', 'shared', 'test'];

const { options, ...ruleSet } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
const outputType = process.argv.includes('--json') ? 'json' : 'err-long';
const present = LAYERS.filter((layer) => existsSync(layer));

const { output, exitCode } = await cruise(present, { ...options, ruleSet, validate: true, outputType });
process.stdout.write(`${output}\n`);
process.exitCode = exitCode > 0 ? 1 : 0;
