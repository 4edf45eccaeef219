// The editor's controls once more as elements of the page, over those that the canvas shows: seen
// only while they have the focus, as a ring, and by screen readers. The editor lists them with their
// names and states; what is done to them goes back to the editor, which does it.

const steps = 24;       // of a slider, by arrow keys
const whilePlaying = 500;  // ms between looks at what changes all the time

// `boxes`: { view, sheet }, the elements for what stays and for what scrolls. `page`: { editor, wake() }.
export class Controls {
  #elements = new Map();  // Id → element.
  #boxes;
  #page;
  #outline = '';  // Which controls there are; their states apart.
  #looked = 0;

  constructor(boxes, page) {
    this.#boxes = boxes;
    this.#page = page;
  }

  // After a frame of the editor.
  follow(playing) {
    const now = performance.now();
    if (playing && now - this.#looked < whilePlaying) return;
    this.#looked = now;
    const changed = this.#page.editor.changedControls();
    if (!changed) return;
    const list = JSON.parse(changed);
    const outline = list.map(({ id, role, group, sheet }) => [id, role, group, sheet]).join('\n');
    if (outline !== this.#outline) this.#arrange(list);
    this.#outline = outline;
    for (const control of list) this.#show(control);
    for (const box of Object.values(this.#boxes)) {
      for (const group of box.querySelectorAll('.group')) oneTabStop(group);
    }
  }

  #arrange(list) {
    const focused = document.activeElement;
    const wanted = new Set(list.map(({ id, role }) => `${role} ${id}`));
    for (const [key, element] of this.#elements) {
      if (wanted.has(key)) continue;
      element.remove();
      this.#elements.delete(key);
    }
    for (const [name, box] of Object.entries(this.#boxes)) {
      const rows = [];
      for (const control of list.filter(({ sheet }) => sheet === (name === 'sheet'))) {
        const element = this.#elementOf(control);
        if (!control.group) {
          rows.push(element);
          continue;
        }
        let last = rows.at(-1);
        if (last?.getAttribute('aria-label') !== control.group || !last.matches('.group')) {
          last = groupIn(box, control, rows.length);
          rows.push(last);
          last.wanted = [];
        }
        last.wanted.push(element);
      }
      for (const row of rows) if (row.wanted) placeIn(row, row.wanted);
      placeIn(box, rows);
    }
    if (focused !== document.activeElement && focused?.isConnected) {
      focused.focus({ preventScroll: true });
    } else if (focused && !focused.isConnected) {
      document.getElementById('editor').focus({ preventScroll: true });
    }
  }

  #elementOf({ id, role }) {
    const key = `${role} ${id}`;
    if (!this.#elements.has(key)) {
      this.#elements.set(key, role === 'slider' ? this.#slider(id) : this.#button(id, role));
    }
    return this.#elements.get(key);
  }

  #button(id, role) {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.control = id;
    if (role === 'tab') button.role = 'tab';
    button.addEventListener('click', () => {
      this.#page.editor.press(id);
      this.#page.wake();
    });
    return this.#reachable(button, id);
  }

  #slider(id) {
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.dataset.control = id;
    slider.addEventListener('input', () => {
      this.#page.editor.moveSlider(id, Number(slider.value));
      this.#page.wake();
    });
    return this.#reachable(slider, id);
  }

  #reachable(element, id) {
    element.addEventListener('focus', () => {
      this.#page.editor.reach(id);
      this.#page.wake();
    });
    return element;
  }

  #show({ id, role, name, enabled, chosen, place, value, least, most, valueText }) {
    const element = this.#elements.get(`${role} ${id}`);
    set(element, 'aria-label', name);
    set(element, 'aria-disabled', enabled ? null : 'true');
    if (role === 'toggle') set(element, 'aria-pressed', String(chosen));
    if (role === 'tab') set(element, 'aria-selected', String(chosen));
    if (role === 'slider') {
      for (const [key, number] of Object.entries({ min: least, max: most, step: (most - least) / steps })) {
        set(element, key, String(number));
      }
      if (element.value !== String(value)) element.value = value;
      set(element, 'aria-valuetext', valueText);
    }
    const [left, top, width, height] = place.map(Math.round);
    const where = `${left} ${top} ${width} ${height}`;
    if (element.dataset.place === where) return;
    element.dataset.place = where;
    Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`,
                                   height: `${height}px` });
  }
}

function set(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

// Children in their order, without touching those that are in place: one that is moved loses the
// focus.
function placeIn(parent, children) {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  children.forEach((child, i) => {
    if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] ?? null);
  });
}

function groupIn(box, { group, role }, before) {
  const known = [...box.children].slice(before).find(
    (child) => child.matches('.group') && child.getAttribute('aria-label') === group);
  if (known) return known;
  const made = document.createElement('div');
  made.className = 'group';
  made.setAttribute('role', role === 'tab' ? 'tablist' : 'group');
  made.setAttribute('aria-label', group);
  made.addEventListener('keydown', stepInGroup);
  return made;
}

// The Tab key stops once in a group, at what is chosen; arrows go on from there.
function oneTabStop(group) {
  const all = [...group.children];
  const stop = all.find((one) => one === document.activeElement) ??
    all.find((one) => one.matches('[aria-pressed="true"], [aria-selected="true"]')) ?? all[0];
  for (const one of all) {
    const index = one === stop ? 0 : -1;
    if (one.tabIndex !== index) one.tabIndex = index;
  }
}

function stepInGroup(event) {
  const all = [...event.currentTarget.children];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0,
               End: all.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  all[(to + all.length) % all.length].focus();
  oneTabStop(event.currentTarget);
}
