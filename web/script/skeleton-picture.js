// A skeleton as a picture in OpenPose's colours, on black: what other programs take for a pose.

// Of BODY_25's points, by their numbers there, those of COCO-18 in its order.
const points = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
// Bones in OpenPose's order, which their colours follow; numbers in COCO-18.
const bones = [[1, 2], [1, 5], [2, 3], [3, 4], [5, 6], [6, 7], [1, 8], [8, 9], [9, 10], [1, 11],
               [11, 12], [12, 13], [1, 0], [0, 14], [14, 16], [0, 15], [15, 17]];
const shine = 0.6;  // of a bone beside its points

// Once round the colours in eighteen steps.
function colourOf(number, light = 1) {
  const rainbow = (offset) => {
    const at = ((number + offset) % 18 + 18) % 18;
    const away = Math.min(at, 18 - at);
    return Math.round(255 * light * Math.min(1, Math.max(0, 2 - away / 3)));
  };
  return `rgb(${rainbow(0)}, ${rainbow(-6)}, ${rainbow(-12)})`;
}

// `file`: what the editor writes as OpenPose's JSON, of one person; `left`, `top`: the corner of
// their square of side² pixels.
export function drawSkeleton(context, file, { left, top, side }) {
  const { canvas_width: width, people: [{ pose_keypoints_2d: numbers }] } = file;
  const scale = side / width;
  const at = points.map((p) => {
    const [x, y, confidence] = numbers.slice(3 * p, 3 * p + 3);
    return confidence > 0 ? [left + x * scale, top + y * scale] : null;
  });
  const thick = side / 128;
  bones.forEach(([a, b], number) => {
    if (!at[a] || !at[b]) return;
    const [[x, y], [u, v]] = [at[a], at[b]];
    context.fillStyle = colourOf(number, shine);
    context.beginPath();
    context.ellipse((x + u) / 2, (y + v) / 2, Math.hypot(u - x, v - y) / 2, thick,
                    Math.atan2(v - y, u - x), 0, 2 * Math.PI);
    context.fill();
  });
  at.forEach((place, number) => {
    if (!place) return;
    context.fillStyle = colourOf(number);
    context.beginPath();
    context.arc(...place, thick, 0, 2 * Math.PI);
    context.fill();
  });
}
