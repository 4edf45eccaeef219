// Mouse and fingers on the canvas. The browser scrolls for a finger that goes up or down, and hands
// the editor those that go sideways. What a finger takes hold of at once, such as a slider, is told
// by the editor; a point of the skeleton wants a short press first, or every way down the page that
// begins on her leg would bend it.

const pressed = 180;  // ms until a finger that lies still on a point has hold of it
const still = 8;      // CSS pixels that it may go meanwhile

export function listenToPointer(canvas, editor, wake) {
  let waiting = null;   // A finger on a point: { event, timer }.
  let grasped = false;  // It has hold of the point.

  const place = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  };
  const tell = (kind, event) => {
    editor.pointer(kind, ...place(event), event.pointerType === 'touch', event.timeStamp / 1000,
                   event.shiftKey);
    wake();
  };
  const forget = () => {
    clearTimeout(waiting?.timer);
    waiting = null;
  };
  const takeHold = () => {
    const { event } = waiting;
    forget();
    grasped = true;
    tell('down', event);
  };

  // Fingers beyond the first drag points of their own, or with the first one look closer.
  const another = (kind) => (event) => {
    if (event.isPrimary || event.pointerType !== 'touch') return;
    if (waiting) takeHold();
    editor.finger(kind, event.pointerId, ...place(event));
    wake();
  };
  for (const kind of ['down', 'move', 'up', 'cancel']) {
    canvas.addEventListener(`pointer${kind}`, another(kind));
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    if (event.pointerType !== 'touch') {
      canvas.setPointerCapture(event.pointerId);
    } else if (editor.grip(...place(event)) === 'press') {
      waiting = { event, timer: setTimeout(takeHold, pressed) };
      return;
    }
    tell('down', event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!event.isPrimary) return;
    if (waiting) {
      const [dx, dy] = [event.clientX - waiting.event.clientX, event.clientY - waiting.event.clientY];
      if (Math.hypot(dx, dy) < still) return;
      // Up or down it is on its way down the page; sideways there is nowhere to scroll.
      if (Math.abs(dy) > Math.abs(dx)) return forget();
      takeHold();
    }
    tell('move', event);
  });
  canvas.addEventListener('pointerup', (event) => {
    if (!event.isPrimary) return;
    if (waiting) takeHold();  // A tap.
    grasped = false;
    tell('up', event);
  });
  canvas.addEventListener('pointercancel', (event) => {
    if (!event.isPrimary) return;
    forget();
    grasped = false;
    tell('cancel', event);
  });
  canvas.addEventListener('pointerleave', (event) => event.isPrimary && !waiting && tell('leave', event));

  // As browsers report a pinch on a touch pad, too. A wheel alone scrolls the page.
  canvas.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    const by = Math.max(-1, Math.min(1, -event.deltaY / 100));
    if (!editor.wheel(...place(event), by)) return;
    event.preventDefault();
    wake();
  }, { passive: false });

  // A finger that has hold of something does not scroll the page. Whether one that waits will have,
  // is known when it moves.
  let holds = false;
  canvas.addEventListener('touchstart', (event) => {
    const grips = [...event.changedTouches].map((touch) => editor.grip(...place(touch)));
    holds = grips.includes('now') || (event.touches.length > 1 && grips.some((grip) => grip !== ''));
    if (holds) event.preventDefault();
  }, { passive: false });
  canvas.addEventListener('touchmove', (event) => {
    if (event.cancelable && (holds || grasped)) event.preventDefault();
  }, { passive: false });
}
