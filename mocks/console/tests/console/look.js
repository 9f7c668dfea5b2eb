// What keeps a page from being used by somebody: found by looking at it as it is drawn. Gives a list of sentences.
(() => {
  const found = [];
  const say = (what, element) => found.push(what + ': ' + (element ? element.outerHTML.slice(0, 160) : ''));
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  const count = (selector) => document.querySelectorAll(selector).length;
  if (count('h1') !== 1) say('there is not one h1');
  if (count('main') !== 1 || count('header') < 1 || count('body > footer') !== 1) say('a landmark is missing');
  if (!document.documentElement.lang || !document.title) say('no language or title');
  for (const nav of document.querySelectorAll('nav')) if (!nav.getAttribute('aria-label')) say('a nav without a name', nav);

  const ids = new Set();
  for (const element of document.querySelectorAll('[id]')) {
    if (ids.has(element.id)) say('an id twice', element);
    ids.add(element.id);
  }
  for (const element of document.querySelectorAll('[aria-describedby], [aria-labelledby]')) {
    const named = element.getAttribute('aria-describedby') || element.getAttribute('aria-labelledby');
    if (!named.split(' ').every((id) => ids.has(id))) say('it points to nothing', element);
  }
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if (!field.labels.length || ![...field.labels].some((label) => label.textContent.trim())) say('a field without a label', field);
  }
  for (const button of document.querySelectorAll('button, a[href], summary')) {
    if (!button.textContent.trim() && !button.getAttribute('aria-label')) say('no name', button);
  }
  let level = 1;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const next = Number(heading.tagName[1]);
    if (shown(heading) && next > level + 1) say('a level of headings is left out', heading);
    if (shown(heading)) level = next;
  }

  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 0) {
    const widest = [...document.querySelectorAll('body *')].find((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    say('the page is ' + wide + ' pixels too wide', widest);
  }

  const channels = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const luminance = ({ red, green, blue }) => {
    const part = (value) => { const s = value / 255; return s <= 0.03928 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = channels(getComputedStyle(one).backgroundColor);
      if (colour.alpha === 1) return colour;
    }
    return { red: 255, green: 255, blue: 255 };
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !shown(element) || element.closest('.unseen, .skip, script')) continue;
    const ratio = contrast(channels(getComputedStyle(element).color), behind(element));
    if (ratio < 4.5) say('contrast ' + ratio.toFixed(2), element);
  }
  for (const field of document.querySelectorAll('input:not([type=hidden]):not([type=checkbox]):not([type=radio]), select, textarea')) {
    if (!shown(field)) continue;
    const ratio = contrast(channels(getComputedStyle(field).borderTopColor), behind(field.parentElement));
    if (ratio < 3) say('the edge of a field has contrast ' + ratio.toFixed(2), field);
  }
  // WCAG 2.2, 2.5.8: 24 by 24, unless it stands in a line of text.
  for (const target of document.querySelectorAll('button, select, input:not([type=hidden]), summary, nav a')) {
    if (!shown(target)) continue;
    const { width, height } = (target.closest('label') || target).getBoundingClientRect();
    if (width < 24 || height < 24) say('a target of ' + Math.round(width) + ' by ' + Math.round(height), target);
  }
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches && style.animationName !== 'none') say('it moves', element);
  }
  return found;
})()
