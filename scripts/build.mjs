// `npm run build`: set-up without starting anything.
import { describeRuntime } from './setup/runtime.mjs';
import { say, setUp } from './setup/set-up.mjs';
import { runScript } from './setup/set-up-error.mjs';
import { hasDisplay } from './setup/virtual-display.mjs';

await runScript(async () => {
  const runtime = await setUp({ xServer: !hasDisplay() });
  say(`everything is built; runtime: ${describeRuntime(runtime)}`);
});
