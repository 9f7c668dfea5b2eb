//! What `explain` says as a page: one file, no script, nothing fetched, legible on paper without colour.

use askama::Template;
use etalon_rules::access::{Answer, Holds};

use crate::{
    explain::{Explained, PersonExplained},
    explain_picture::{Picture, picture},
    explain_text::{details, meaning, origin, quality, question, readings},
    explain_words::Words,
};

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"<!doctype html>
<html lang="{{ w.language.as_str() }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ question }}</title>
<style>
:root { color-scheme: light; --ink: #1b1d20; --soft: #50555c; --rule: #d8d5cc; --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "DejaVu Serif", Georgia, serif; --sans: system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
*, *::before, *::after { box-sizing: border-box; }
html { font: 100%/1.5 var(--sans); color: var(--ink); background: #f6f5f1; }
body { margin: 0 auto; max-width: 52rem; padding: clamp(1rem, 4vw, 3rem) clamp(.75rem, 4vw, 2.5rem); background: #fff; overflow-wrap: anywhere; min-height: 100vh; }
h1, h2, h3 { font-family: var(--serif); font-weight: 600; line-height: 1.2; margin: 0; }
h1 { font-size: clamp(1.6rem, 1.1rem + 2.4vw, 2.4rem); text-wrap: balance; }
h2 { font-size: 1.4rem; border-bottom: 2px solid var(--ink); padding-bottom: .35rem; margin: 2.75rem 0 1rem; }
h3 { font-size: 1.2rem; }
p { margin: 0 0 .75rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; margin: 1rem 0; font-size: .9375rem; }
dt { color: var(--soft); } dd { margin: 0; }
ol, ul { margin: 0; padding: 0; list-style: none; }
.quiet { color: var(--soft); font-size: .875rem; }
.verdicts { border-top: 1px solid var(--ink); margin-top: 1.5rem; }
.verdicts li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; border-bottom: 1px solid var(--rule); padding: .5rem 0; }
.chip { display: inline-block; font-weight: 600; padding: .05rem .6rem; border: 2px solid var(--ink); border-radius: 3px; white-space: nowrap; }
.chip.yes { background: var(--ink); color: #fff; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.chip.open { border-style: dashed; } .chip.uncertain { border-style: dotted; }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline: 3px solid #1f4e79; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; font-family: var(--sans); }
.legend { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; font-size: .875rem; margin: .75rem 0; }
.legend svg { display: inline-block; width: 1.75rem; height: .9rem; vertical-align: -.1rem; margin-right: .4rem; }
.person { margin: 2rem 0; }
.person > header { display: flex; flex-wrap: wrap; gap: .35rem 1rem; justify-content: space-between; align-items: baseline; }
.grounds { margin-top: .75rem; border-top: 1px solid var(--rule); }
.grounds > li { display: grid; grid-template-columns: 1.75rem minmax(0, 1fr); padding: .65rem 0 .65rem .5rem; border-bottom: 1px solid var(--rule); border-left: 4px solid transparent; break-inside: avoid; }
.grounds > li.decides { border-left-color: var(--ink); background: #f4f3ee; }
.sign { font-weight: 700; }
.grounds p { margin: 0; }
.decides b { font-size: .875rem; }
blockquote { margin: .35rem 0 0; padding-left: .75rem; border-left: 2px solid var(--rule); font-family: var(--serif); }
blockquote cite { display: block; font: .8125rem/1.4 var(--sans); color: var(--soft); }
.steps > li { display: grid; grid-template-columns: 2.25rem minmax(0, 1fr); padding: .55rem 0; border-bottom: 1px solid var(--rule); break-inside: avoid; }
.steps .n { font-weight: 700; font-variant-numeric: tabular-nums; }
.steps p { margin: 0; }
.steps .then { font-weight: 600; }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
@media (max-width: 30rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: .4rem; } }
@media print { html, body { background: #fff; } body { max-width: none; padding: 0; font-size: 10pt; min-height: 0; } h2 { break-after: avoid; } .scroll { overflow: visible; } .picture { break-inside: avoid; } }
</style>
</head>
<body>
<header>
<p class="quiet">Etalon <span aria-hidden="true">·</span> {{ w.title }}</p>
<h1>{{ question }}</h1>
{%- if is_last %}<p class="quiet">{{ w.last_instant }}</p>{% endif %}
<ul class="verdicts">
{%- for p in people %}
<li><span><strong>{{ p.name }}</strong> <span class="quiet">{{ p.quality }}</span></span> <span class="chip {{ p.class }}">{{ p.answer }}</span></li>
{%- endfor %}
</ul>
<dl>
<dt>{{ w.about }}</dt><dd>{{ patient }}</dd>
{%- if !kind.is_empty() %}<dt>{{ w.kind }}</dt><dd>{{ kind }}</dd>{% endif %}
{%- if !reference.is_empty() %}<dt>{{ w.reference }}</dt><dd>{{ reference }}</dd>{% endif %}
<dt>{{ w.published }}</dt><dd>{{ published }}</dd>
<dt>{{ w.readings }}</dt><dd>{{ readings }}</dd>
</dl>
<p class="quiet">{{ origin }}</p>
</header>
<main>
<section class="picture" aria-labelledby="picture">
<h2 id="picture">{{ w.picture }}</h2>
<div class="scroll" tabindex="0">
{{ drawing.svg|safe }}
</div>
<p class="legend">
<span><svg viewBox="0 0 28 14" aria-hidden="true"><rect x="1" y="2" width="26" height="10" fill="#1b1d20"/></svg>{{ w.permitted }}</span>
<span><svg viewBox="0 0 28 14" aria-hidden="true"><rect x="1" y="2" width="26" height="10" fill="url(#hatch)" stroke="#1b1d20"/></svg>{{ w.open }}</span>
<span><svg viewBox="0 0 28 14" aria-hidden="true"><rect x="1" y="2" width="26" height="10" fill="url(#dots)" stroke="#1b1d20" stroke-dasharray="2 2"/></svg>{{ w.uncertain }}</span>
<span><svg viewBox="0 0 28 14" aria-hidden="true"><line x1="1" y1="7" x2="27" y2="7" stroke="#1b1d20"/></svg>{{ w.refused }}</span>
</p>
<p class="quiet">{{ w.not_to_scale }} {{ w.before }}</p>
<ol class="steps" aria-label="{{ w.changes }}">
{%- for s in steps %}
<li><span class="n">{{ s.number }}</span><div>
<p class="quiet">{{ s.when }}</p>
{%- for deed in s.deeds %}<p>{{ deed }}</p>{% endfor %}
{%- for line in s.answers %}<p class="then"><span aria-hidden="true">→ </span>{{ line }}</p>{% endfor %}
</div></li>
{%- endfor %}
</ol>
</section>
<section aria-labelledby="who">
<h2 id="who">{{ w.who }}</h2>
<p class="quiet">{{ w.rules }}{{ w.colon }}</p>
{%- for p in people %}
<article class="person">
<header><h3>{{ p.name }}</h3><span class="chip {{ p.class }}">{{ p.answer }}</span></header>
<p class="quiet">{{ p.quality }}</p>
<ol class="grounds">
{%- for g in p.grounds %}
<li{% if g.decides %} class="decides"{% endif %}><span class="sign" role="img" aria-label="{{ g.holds }}">{{ g.sign }}</span><div>
<p>{{ g.saw }}{% if g.decides %} <b>← {{ w.decides }}</b>{% endif %}</p>
{%- if !g.details.is_empty() %}<p class="quiet">{{ g.details }}</p>{% endif %}
{%- if !g.why.is_empty() %}<p class="quiet">{{ g.why }}</p>{% endif %}
<blockquote{% if !g.lang.is_empty() %} lang="{{ g.lang }}"{% endif %}>{% if !g.quote.is_empty() %}“{{ g.quote }}”{% endif %}<cite>{{ g.requirement }}{% if !g.source.is_empty() %} · {{ g.source }}{% endif %}</cite></blockquote>
</div></li>
{%- endfor %}
</ol>
{%- if !p.meaning.is_empty() %}<p class="quiet">{{ w.parameter_decides }}{{ w.colon }} <span lang="en">{{ p.meaning }}</span></p>{% endif %}
</article>
{%- endfor %}
</section>
</main>
<footer><p class="quiet">{{ w.limits }} {{ w.belgian_time }}</p></footer>
</body>
</html>
"##
)]
struct Page<'a> {
    w: &'static Words,
    question: String,
    is_last: bool,
    patient: &'a str,
    kind: &'a str,
    reference: &'a str,
    published: String,
    readings: String,
    origin: String,
    drawing: Picture,
    people: Vec<PersonView<'a>>,
    steps: Vec<StepView<'a>>,
}

struct PersonView<'a> {
    name: &'a str,
    quality: String,
    class: &'static str,
    answer: &'static str,
    meaning: String,
    grounds: Vec<GroundView<'a>>,
}

struct GroundView<'a> {
    sign: &'static str,
    holds: &'static str,
    saw: String,
    details: String,
    why: String,
    decides: bool,
    requirement: &'static str,
    source: &'a str,
    quote: &'a str,
    lang: &'a str,
}

struct StepView<'a> {
    number: usize,
    when: String,
    deeds: Vec<&'a str>,
    answers: Vec<String>,
}

/// The page.
pub(crate) fn page(explained: &Explained<'_>) -> Result<String, askama::Error> {
    let (w, document) = (explained.words, explained.document);
    Page {
        w,
        question: question(explained),
        is_last: explained.is_last,
        patient: &document.patient,
        kind: &document.kind,
        reference: &document.reference,
        published: w.instant(document.published_at),
        readings: readings(explained),
        origin: origin(explained),
        drawing: picture(explained)?,
        people: explained.people.iter().map(|person| person_view(explained, person)).collect(),
        steps: steps(explained),
    }
    .render()
}

fn person_view<'a>(explained: &'a Explained<'_>, person: &'a PersonExplained<'_>) -> PersonView<'a> {
    let (w, answer) = (explained.words, &person.decision.answer);
    let grounds = person.decision.grounds.iter().map(|ground| {
        let requirement = explained.catalogue.get(ground.requirement);
        GroundView {
            sign: match ground.holds {
                Holds::Yes => "✓",
                Holds::No => "✗",
                Holds::Open(_) | Holds::Uncertain(_) => "?",
            },
            holds: w.holds(&ground.holds),
            saw: w.saw(&ground.saw),
            details: details(explained, ground).unwrap_or_default(),
            why: match ground.holds {
                Holds::Uncertain(why) => w.why(why),
                _ => String::new(),
            },
            decides: ground.decides,
            requirement: ground.requirement,
            source: explained.catalogue.sources.get(ground.requirement).map_or("", String::as_str),
            quote: requirement.map_or("", |requirement| requirement.quote.as_str()),
            lang: requirement.map_or("", |requirement| requirement.lang.as_str()),
        }
    });
    PersonView {
        name: &person.person.name,
        quality: quality(explained, person),
        class: match answer {
            Answer::Permitted => "yes",
            Answer::Refused => "no",
            Answer::Open { .. } => "open",
            Answer::Uncertain { .. } => "uncertain",
        },
        answer: w.answer(answer),
        meaning: match answer {
            Answer::Open { parameter } => meaning(explained, parameter),
            _ => String::new(),
        },
        grounds: grounds.collect(),
    }
}

fn steps<'a>(explained: &'a Explained<'_>) -> Vec<StepView<'a>> {
    let w = explained.words;
    let view = |(at, step): (usize, &'a crate::explain_steps::Step)| {
        let entry = step.entry.map(|entry| format!(" · {} {entry}", w.entry)).unwrap_or_default();
        let by_time = if step.deeds.is_empty() { Some(w.by_time) } else { None };
        StepView {
            number: at + 1,
            when: format!("{}{entry}", w.instant(step.at)),
            deeds: step.deeds.iter().map(String::as_str).chain(by_time).collect(),
            answers: step
                .answers
                .iter()
                .map(|(place, answer)| format!("{}{} {}", explained.people[*place].person.name, w.colon, w.answer(answer)))
                .collect(),
        }
    };
    explained.steps.iter().enumerate().map(view).collect()
}
