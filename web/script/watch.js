// A person's pose out of a photo or the camera, by MediaPipe's pose model. Its files come when they
// are first asked for, from this site, and what they see stays in the browser.
import { unreachable } from './fetching.js';

const folder = new URL('../pose/', import.meta.url);
const video = document.getElementById('camera');

// Null where nobody is seen: the landmarks as the editor reads them, JSON.
class Reader {
  constructor(pose) {
    this.pose = pose;
    pose.onResults(({ poseWorldLandmarks }) => { this.landmarks = poseWorldLandmarks; });
  }

  // `fresh`: another picture than those before, in which nobody is where they were.
  async read(image, fresh) {
    if (fresh) this.pose.reset();
    this.landmarks = null;
    await this.pose.send({ image });
    return this.landmarks ? JSON.stringify(
      this.landmarks.map(({ x, y, z, visibility }) => [x, y, z, visibility])) : null;
  }
}

// Its own sentences are about fetches; offline there is one for all.
const reasonOf = (error) => (navigator.onLine ? error?.message ?? String(error) : unreachable);

let coming = null;

function reader() {
  coming ??= open();
  coming.catch(() => { coming = null; });  // The next wish tries again.
  return coming;
}

async function open() {
  // It is no module: it leaves window.Pose behind.
  await new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = new URL('pose.js', folder);
    script.onload = done;
    script.onerror = () => failed(new Error(unreachable));
    document.head.append(script);
  });
  const pose = new window.Pose({ locateFile: (name) => new URL(name, folder).href });
  // The small model, on the processor: the graphics card has the character to draw.
  pose.setOptions({ modelComplexity: 0, smoothLandmarks: true, useCpuInference: true });
  await pose.initialize();
  return new Reader(pose);
}

// Says that the model comes as long as it does; null, and says why, if it does not.
async function readerFor(page) {
  const tell = () => page.say('reader', 'Loading what reads poses…', [], false);
  const telling = setInterval(tell, 3000);
  if (!coming) tell();
  try {
    return await reader();
  } catch (error) {
    page.say('reader', 'Poses cannot be read here: {}', [reasonOf(error)], true);
    return null;
  } finally {
    clearInterval(telling);
  }
}

// The character takes the pose of the person in a photo; false, and says why, if she cannot.
// `page`: { editor, say(…), wake() }.
export async function readPhoto(file, page) {
  stopWatching(page);
  let photo;
  try {
    photo = await createImageBitmap(file);
  } catch {
    page.say('reader', '“{}” is no picture.', [file.name], true);
    return false;
  }
  const eye = await readerFor(page);
  if (!eye) return false;
  const landmarks = await eye.read(photo, true);
  photo.close();
  const taken = Boolean(landmarks) && page.editor.follow(landmarks, false);
  if (taken) {
    page.editor.unsay('reader');
  } else {
    page.say('reader', 'Nobody is to be seen in “{}”.', [file.name], true);
  }
  page.wake();
  return taken;
}

const refusals = {
  NotAllowedError: 'The camera was not allowed.',
  NotFoundError: 'There is no camera here.',
};

// The character does what the person before the camera does, as a mirror would, until the pose is
// changed in another way or stopWatching().
export async function watch(page) {
  let stream;
  try {
    if (!navigator.mediaDevices) throw new DOMException('', 'NotFoundError');
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'user', width: { ideal: 640 }, height: { ideal: 480 } }, audio: false });
  } catch (error) {
    page.say('reader', refusals[error.name] ?? 'The camera cannot be used: {}',
             refusals[error.name] ? [] : [error.message], true);
    return;
  }
  page.editor.watch(true);
  page.wake();
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const eye = await readerFor(page);
    page.editor.unsay('reader');
    for (let fresh = true; eye && page.editor.watching() && !document.hidden; fresh = false) {
      const began = performance.now();
      const landmarks = await eye.read(video, fresh);
      // While it read, somebody may have stopped it.
      if (landmarks && page.editor.watching()) page.editor.follow(landmarks, true);
      page.wake();
      // As long as it read, so that the page has half of the time to itself.
      const took = performance.now() - began;
      await new Promise((done) => { setTimeout(done, Math.max(15, took)); });
    }
  } finally {
    video.hidden = true;
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
    stopWatching(page);
  }
}

export function stopWatching(page) {
  page.editor.watch(false);
  page.wake();
}
