// Live updates and copying. Every page works without this file; nothing recorded is ever run: what comes is HTML that the server
// escaped, and the content security policy allows no script but this one.
'use strict';

for (const button of document.querySelectorAll('[data-copy]')) offerCopy(button);

function offerCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy).textContent;
    const before = button.textContent;
    await navigator.clipboard.writeText(text);
    button.textContent = '✓ ' + before;
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}

const list = document.querySelector('.happenings[data-stream]');
if (list && window.EventSource) follow(list);

function follow(list) {
  const bar = document.querySelector('.live');
  const text = bar.querySelector('[data-live-text]');
  const pause = document.querySelector('[data-pause]');
  const announcement = document.querySelector('[data-one]');
  const nothing = document.querySelector('[data-testid="nothing"]');
  const most = Number(list.dataset.most);
  let source = null;
  let last = null;
  let unsaid = 0;

  function state(name) {
    bar.dataset.state = name;
    text.textContent = text.dataset[name];
  }

  function open() {
    const address = new URL(list.dataset.stream, location.href);
    if (last !== null) address.searchParams.set('after', last);
    source = new EventSource(address);
    source.addEventListener('open', () => state('live'));
    source.addEventListener('happening', (event) => { last = event.lastEventId; show(event.data); });
    source.addEventListener('missed', (event) => say(announcement.dataset.missed.replace('{}', event.data)));
    for (const end of ['over', 'closed']) {
      source.addEventListener(end, () => { source.close(); state(end); pause.hidden = true; });
    }
    source.addEventListener('error', () => state(source.readyState === EventSource.CLOSED ? 'over' : 'lost'));
  }

  function show(html) {
    const holder = document.createElement('template');
    holder.innerHTML = html;
    const fresh = holder.content.firstElementChild;
    const known = document.getElementById(fresh.id);
    if (known) {
      const open = known.querySelector('details').open;
      const focused = known.contains(document.activeElement);
      fresh.querySelector('details').open = open;
      known.replaceWith(fresh);
      if (focused) fresh.querySelector('summary').focus();
    } else {
      fresh.classList.add('is-new');
      // One that began before others ended keeps its place.
      const number = Number(fresh.dataset.number);
      const next = Array.from(list.children).find((one) => Number(one.dataset.number) < number);
      list.insertBefore(fresh, next || null);
      while (list.children.length > most) list.lastElementChild.remove();
      unsaid += 1;
      if (unsaid === 1) setTimeout(announce, 2000);
    }
    nothing.hidden = true;
    for (const button of fresh.querySelectorAll('[data-copy]')) offerCopy(button);
  }

  function announce() {
    say(unsaid === 1 ? announcement.dataset.one : announcement.dataset.many.replace('{}', unsaid));
    unsaid = 0;
  }

  function say(sentence) { announcement.textContent = sentence; }

  pause.hidden = false;
  pause.addEventListener('click', () => {
    if (source) {
      source.close();
      source = null;
      state('paused');
      pause.textContent = pause.dataset.resume;
    } else {
      pause.textContent = pause.dataset.pause;
      open();
    }
  });
  window.addEventListener('pagehide', () => { if (source) source.close(); });
  open();
}
