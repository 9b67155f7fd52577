import { createHash } from 'node:crypto'

/**
 * The one style sheet. Colours of the three voices are told apart by people who see colours differently (after Okabe and Ito,
 * 2008), and no colour says anything that words do not say as well.
 */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fdfcf9; --ink: #1c1b1a; --quiet: #5c5850; --line: #d9d4c7; --card: #fff; --link: #0b4f8a; --g: #0072b2; --c: #c14f00; --i: #00785a; --warn: #8f1d14; --warn-paper: #fbeceb; --ok-paper: #eef4f1 }
@media (prefers-color-scheme: dark) { :root { --paper: #171615; --ink: #efece6; --quiet: #b3ada1; --line: #413d37; --card: #201f1d; --link: #8cc4f4; --g: #56b4e9; --c: #f08c4a; --i: #3fc79f; --warn: #ffb4ab; --warn-paper: #3b1f1d; --ok-paper: #1d2824 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; overflow-wrap: break-word }
header, main, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem }
header, nav, table, .help, .quiet, .facts, footer, .tag, h3, .count { font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; align-items: center; padding-top: .9rem; padding-bottom: .9rem; border-bottom: 1px solid var(--line); font-size: .9375rem }
.brand { display: inline-flex; gap: .55rem; align-items: center; font-weight: 650; color: var(--ink); text-decoration: none }
.g { fill: var(--g) } .c { fill: var(--c) } .i { fill: var(--i) }
nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; list-style: none; margin: 0; padding: 0 }
nav a { display: inline-block; padding: .35rem 0; text-decoration: none }
nav a:hover, nav a:focus-visible { text-decoration: underline }
nav a[aria-current] { color: var(--ink); border-bottom: 2px solid currentColor }
.languages { margin-left: auto }
a { color: var(--link); text-underline-offset: .15em }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.skip { position: absolute; left: -100rem } .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; z-index: 1 }
h1 { font-size: clamp(1.6rem, 1.2rem + 2vw, 2.35rem); line-height: 1.2; margin: 2rem 0 .75rem; max-width: 26em; text-wrap: balance }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2.75rem 0 .35rem }
h3 { font-size: 1rem; margin: 1.4rem 0 .25rem }
.lead { font-size: 1.1875rem; max-width: 40em; margin: 0 0 1rem }
.help { color: var(--quiet); font-size: .9375rem; margin: 0 0 .9rem; max-width: 44em }
.quiet { color: var(--quiet); font-size: .9em }
.prose { max-width: 40em } .prose p { margin: .4rem 0 .9rem; white-space: pre-line }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 1rem 0; font-size: .9375rem }
.facts dt { color: var(--quiet) } .facts dd { margin: 0 }
.counts { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; list-style: none; padding: 0; margin: 1rem 0 }
.count { font-size: 2rem; font-weight: 650; display: block; line-height: 1.2; font-variant-numeric: tabular-nums }
.voices { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: 1rem; margin: 1rem 0 }
.voice { background: var(--card); border: 1px solid var(--line); border-top: 5px solid var(--line); padding: .75rem 1rem 1rem }
.voice h3 { margin: 0 } .voice p { margin: .35rem 0 }
.voice.gov { border-top-color: var(--g) } .voice.civ { border-top-color: var(--c); border-top-style: dashed } .voice.irm { border-top-color: var(--i); border-top-style: double }
.voice .word { font: 650 1.125rem/1.4 system-ui, sans-serif }
.completion { display: inline-flex; gap: .5rem; align-items: center } td .completion { white-space: nowrap }
.full { fill: currentColor; stroke: currentColor } .empty { fill: none; stroke: currentColor }
.tag { display: inline-block; font-size: .8125rem; font-weight: 600; padding: .05rem .5rem; border: 1px solid currentColor; border-radius: .2rem }
.warn { color: var(--warn) }
.notice { border-left: 4px solid var(--line); padding: .6rem 1rem; margin: 1rem 0; background: var(--ok-paper) } .notice.bad { border-color: var(--warn); background: var(--warn-paper) } .notice p { margin: .15rem 0 }
.scroll { overflow-x: auto; margin: .75rem 0 }
figure { margin: 1rem 0 1.5rem } .chart img { display: block; border: 1px solid #d9d4c7; max-width: 100%; min-width: 36rem; height: auto } summary { cursor: pointer; font: .9375rem system-ui, sans-serif; color: var(--link) } summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
@media (prefers-color-scheme: dark) { .chart img { filter: invert(.92) hue-rotate(180deg) } }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.45; font-variant-numeric: tabular-nums }
caption { text-align: left; position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
th { text-align: left; font-weight: 600; color: var(--quiet); border-bottom: 2px solid var(--line) } th, td { padding: .45rem .9rem .45rem 0; vertical-align: top }
td { border-bottom: 1px solid var(--line) } tbody th { color: var(--ink); border-bottom: 1px solid var(--line) }
.list { padding: 0; list-style: none } .list > li { padding: .55rem 0; border-bottom: 1px solid var(--line) }
.entry { border-bottom: 1px solid var(--line); padding: .25rem 0 1rem }
form.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 1rem 0 } form.search label { flex-basis: 100%; color: var(--quiet); font: .9375rem system-ui, sans-serif }
input[type=search] { font: inherit; flex: 1 1 14rem; padding: .5rem .75rem; border: 1px solid var(--quiet); background: var(--card); color: var(--ink); min-width: 0 }
button { font: 600 1rem system-ui, sans-serif; padding: .55rem 1.1rem; border: 1px solid var(--link); background: var(--link); color: var(--paper); cursor: pointer }
.chosen { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none } .chosen a { border: 1px solid currentColor; padding: .1rem .6rem; border-radius: 1rem; text-decoration: none }
.facets { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr)); gap: 0 1.5rem } .facets ul { padding: 0; list-style: none; margin: 0 }
.hit { font-size: 1.125rem; margin: .2rem 0 } .list p { margin: .15rem 0 }
mark { background: none; color: inherit; font-weight: 700; text-decoration: underline; text-decoration-thickness: 2px }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
ins { background: var(--ok-paper); text-decoration-thickness: 2px } del { color: var(--warn) }
img { max-width: 100%; height: auto }
pre { overflow-x: auto; max-width: 100%; background: var(--card); border: 1px solid var(--line); padding: .75rem 1rem; font-size: .875rem; line-height: 1.5 }
footer { margin-top: 4rem; padding-top: 1rem; padding-bottom: 2rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .875rem }
@media (max-width: 40rem) { .languages { margin-left: 0 } .facts { grid-template-columns: 1fr } .facts dd { margin: 0 0 .5rem } }
@media print { header nav, .skip, footer a { display: none } body { background: none; font-size: 10.5pt } .scroll { overflow: visible } .chart img { min-width: 0; filter: none } section, figure, .voice, .entry, tr { break-inside: avoid } main a[href^="http"]::after { content: " (" attr(href) ")"; font-size: .8em } }
`.trim()

/** With the hash of what it holds in its name, so that it can be kept for ever. */
export const STYLE_NAME = `style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`
export const STYLE_PATH = `/assets/${STYLE_NAME}`
