// `npm run runbooks -- <name…|all>`: breaks what a runbook is about on a system of its own, follows the page to the
// letter, and looks whether all is well.
import process from 'node:process';
import { SCENES } from './runbooks/scenes.ts';
import { walkPage } from './runbooks/walk-page.ts';

const asked = process.argv.slice(2);
const scenes = asked.includes('all') ? SCENES : SCENES.filter(({ name }) => asked.includes(name));
const unknown = asked.filter(
  (name) => name !== 'all' && !SCENES.some((scene) => scene.name === name),
);
if (scenes.length === 0 || unknown.length > 0) {
  process.stderr.write(`npm run runbooks -- <all|${SCENES.map(({ name }) => name).join('|')}>\n`);
  process.exit(2);
}
try {
  for (const scene of scenes) await walkPage(scene, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
process.exit(0);
