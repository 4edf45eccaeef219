// What keeps the editor from starting, in its place, with a way to try again.
const place = document.getElementById('trouble');

export function showTrouble(sentence) {
  document.body.classList.add('failed');
  place.querySelector('span').textContent = sentence;
  place.hidden = false;
}

place.querySelector('button').addEventListener('click', () => location.reload());
