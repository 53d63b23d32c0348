// Shows what arrives while one looks, and moves through the list with the arrow keys.

const list = document.getElementById('list');
const announcement = document.getElementById('announcement');

async function refresh() {
  const response = await fetch(location.href).catch(() => null); // the stack is down: the next event retries
  if (!response) return;
  if (response.status === 404) return location.assign('/');
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  const known = new Set([...list.querySelectorAll('.item')].map((item) => item.id));
  const focused = document.activeElement?.id;

  for (const id of ['list', 'actions']) {
    document.getElementById(id).replaceChildren(...fresh.getElementById(id).childNodes);
  }
  if (!document.body.classList.contains('reading')) {
    document.body.className = fresh.body.className;
    document.getElementById('reader').replaceChildren(...fresh.getElementById('reader').childNodes);
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });

  const arrived = [...list.querySelectorAll('.item')].filter((item) => !known.has(item.id));
  for (const item of arrived) item.classList.add('arrived');
  if (arrived.length > 0) {
    announcement.textContent =
      arrived.length === 1 ? 'Un nouveau courriel' : `${arrived.length} nouveaux courriels`;
  }
}

new EventSource('/api/events').addEventListener('change', refresh);
setInterval(refresh, 30_000); // relative times grow older

document.addEventListener('change', (event) => {
  if (event.target.id === 'to') event.target.form.requestSubmit();
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.body.classList.contains('reading')) {
    return document.querySelector('.back').click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !list.contains(document.activeElement)) return;
  const items = [...list.querySelectorAll('.item')];
  items[items.indexOf(document.activeElement) + step]?.focus();
  event.preventDefault();
});
