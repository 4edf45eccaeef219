// The page by the keyboard alone, as a screen reader has it: every control of the canvas is a real
// one in the accessibility tree, with its name and state, and what keys change is said.
import assert from 'node:assert/strict';
import { modelFolder } from './harness.mjs';

const overlay = modelFolder('keyboard', { blobs: null });

// What the accessibility tree holds: { role, name, pressed, selected, disabled, value } of each node.
async function tree(visitor) {
  const session = await visitor.page.context().newCDPSession(visitor.page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes.filter(({ ignored }) => !ignored).map(({ role, name, value, properties = [] }) => ({
    role: role?.value, name: name?.value, value: value?.value,
    ...Object.fromEntries(properties.map((p) => [p.name, p.value.value])) }));
}

const focused = (visitor) => visitor.page.evaluate(() => {
  const { id, dataset } = document.activeElement;
  return dataset.control ?? dataset.key ?? id ?? '';
});

async function press(visitor, ...keys) {
  for (const key of keys) await visitor.page.keyboard.press(key);
  await visitor.rest(150);
}

// Goes on with Tab until a control has the focus; fails if it never has.
async function tabTo(visitor, control) {
  for (let i = 0; i < 80; i += 1) {
    await visitor.page.keyboard.press('Tab');
    if (await focused(visitor) === control) return visitor.rest(100);
  }
  return assert.fail(`Tab never reaches ${control}`);
}

const spoken = (visitor, pattern) => visitor.eventually(async () => pattern.test(
  await visitor.page.textContent('#spoken')), `${pattern} to be said`);

export default {
  async 'the keyboard walks the whole page, and the accessibility tree tells it'(harness) {
    const visitor = await harness.visit({ overlay });
    await visitor.settled();
    const has = async (role, name, state = {}) => {
      const all = await tree(visitor);
      const found = all.find((node) => node.role === role && name.test(node.name ?? ''));
      assert.ok(found, `no ${role} ${name} among ${all.filter((n) => n.role === role).map((n) => n.name)}`);
      for (const [key, value] of Object.entries(state)) {
        assert.equal(String(found[key]), String(value), `${role} ${name}: ${key}`);
      }
      return found;
    };

    // Into the canvas and out of it again.
    await tabTo(visitor, 'editor');
    await has('application', /The character and her skeleton/);
    await press(visitor, '.');
    await spoken(visitor, /^Nose, \d+ % across, \d+ % down/);
    await press(visitor, 'ArrowRight');
    await press(visitor, 'h');
    await spoken(visitor, /^Nose, hidden/);
    await press(visitor, 'Control+z', 'Control+z');
    await visitor.page.keyboard.press('Tab');
    assert.notEqual(await focused(visitor), 'editor', 'the canvas keeps the focus');

    // Tabs, portraits and buttons of the first leaf.
    await has('tab', /^Character$/, { selected: true });
    await tabTo(visitor, 'undo');
    await tabTo(visitor, 'random');
    const { seed } = await visitor.state();
    await press(visitor, 'Enter');
    assert.notEqual((await visitor.settled()).seed, seed);
    await spoken(visitor, /^Character \d+|^\w/);
    await has('button', /^Undo$/);

    // Another leaf by the arrow keys.
    await visitor.page.focus('[role="tab"][aria-selected="true"]');
    await press(visitor, 'ArrowRight', 'Enter');
    await has('tab', /^Pose$/, { selected: true });
    await tabTo(visitor, 'preset 0');
    await press(visitor, 'ArrowRight', 'ArrowRight', 'Space');
    assert.equal((await visitor.settled()).preset, 2);
    const { name } = (await tree(visitor)).find((node) => String(node.focused) === 'true' && node.role === 'button');
    await has('button', new RegExp(`^${name}$`), { pressed: true });
    await spoken(visitor, new RegExp(name));
    const [, top, , height] = await visitor.page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return [box.left, box.top, box.width, box.height];
    });
    assert.ok(top >= 0 && top + height <= 800, 'the focus is out of the window');
    await visitor.screenshot('desktop-keyboard');

    // Motions, sliders and easing.
    await visitor.page.focus('[role="tab"][aria-selected="true"]');
    await press(visitor, 'ArrowRight', 'Space');
    await tabTo(visitor, 'turn');
    const turned = await visitor.state();
    await press(visitor, 'ArrowRight');
    assert.ok((await visitor.settled()).yaw > turned.yaw);
    await has('slider', /^Turn$/);
    await visitor.page.focus('[data-control="clip 0"]');
    await press(visitor, 'Enter');
    assert.equal((await visitor.state()).clip, 0);
    await visitor.page.focus('[data-control="play"]');
    if ((await visitor.state()).playing) await press(visitor, 'Enter');
    await visitor.page.focus('[data-control="key next"]');
    await press(visitor, 'Enter');
    await has('button', /^Flowing$/);
    await has('button', /^Even$/);
    await visitor.page.focus('[data-control="time"]');
    const { clipTime } = await visitor.state();
    await press(visitor, 'ArrowRight', 'ArrowRight');
    assert.notEqual((await visitor.settled()).clipTime, clipTime);

    // A point by its own controls.
    await visitor.page.focus('[data-control="point left_wrist"]');
    await press(visitor, 'Enter');
    assert.equal((await visitor.state()).selected, 'left_wrist');
    const before = await visitor.point('left_wrist');
    await visitor.page.focus('[data-control="point down"]');
    await press(visitor, 'ArrowLeft');
    assert.ok((await visitor.point('left_wrist')).y < before.y);

    // Friends.
    await visitor.page.focus('[role="tab"]');
    await press(visitor, 'Home', 'Enter');
    await tabTo(visitor, 'add to row');
    await press(visitor, 'Enter');
    await spoken(visitor, /2 characters in a row/);
    await has('button', /^Send her away$/);
    assert.deepEqual(visitor.errors, []);
    await visitor.close();
  },

  async 'every control that the canvas shows is one of the page, in each language'(harness) {
    for (const lang of ['en', 'ja']) {
      const visitor = await harness.visit({ overlay, path: `/?ep=wasm&lang=${lang}` });
      await visitor.settled();
      for (const leaf of ['tab character', 'tab pose', 'tab motion']) {
        await visitor.press(leaf);
        const { controls } = await visitor.state();
        const lacking = await visitor.page.evaluate((ids) => ids.filter((id) => {
          const element = document.querySelector(`[data-control="${id}"]`);
          return !element?.getAttribute('aria-label');
        }), Object.keys(controls).filter((id) => !/^key \d/.test(id)));
        assert.deepEqual(lacking, [], `${lang}, ${leaf}`);
      }
      await visitor.close();
    }
  },
};
