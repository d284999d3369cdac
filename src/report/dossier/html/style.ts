/** The look of the page: for reading Japanese on a screen, light and dark, and on A4. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ink:#1b2430;--soft:#566170;--paper:#fff;--tint:#f4f6f9;--rule:#d3d9e1;--accent:#1d4f8b;--good:#1c6b3c;--bad:#a61b2e;--doubt:#8a5300;--excepted:#5b3a9e}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf1;--soft:#a9b4c1;--paper:#12171d;--tint:#1a212a;--rule:#36414e;--accent:#8ab8f0;--good:#7fd6a0;--bad:#ff9aa6;--doubt:#f2c26b;--excepted:#c3adf5}}
*{box-sizing:border-box}
html{font:16px/1.75 "Hiragino Sans","Hiragino Kaku Gothic ProN","Yu Gothic UI","Noto Sans CJK JP","Noto Sans JP",Meiryo,sans-serif;font-variant-numeric:tabular-nums;scroll-padding-top:3.5rem}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:anywhere;line-break:strict}
:lang(ja){word-break:normal}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:.5rem;z-index:9;background:var(--paper);padding:.3rem .8rem}
.bar{position:sticky;top:0;z-index:5;display:flex;gap:1rem;justify-content:space-between;align-items:baseline;padding:.4rem 1.5rem;background:var(--paper);border-bottom:1px solid var(--rule);font-size:.85rem}
.bar b{border:1.5px solid currentColor;padding:0 .6em;white-space:nowrap}
.layout{display:grid;grid-template-columns:15rem minmax(0,1fr);max-width:90rem;margin:0 auto}
nav.contents{position:sticky;top:2.6rem;align-self:start;max-height:calc(100vh - 3rem);overflow:auto;padding:1.5rem 1rem 1.5rem 1.5rem;font-size:.9rem}
nav.contents ol{margin:0;padding-left:1.4em}nav.contents li{margin:.25rem 0}
main{padding:1.5rem;min-width:0}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
h1{font-size:2rem;line-height:1.35;margin:.2rem 0 1rem}
h2{font-size:1.4rem;line-height:1.4;margin:2.6rem 0 .8rem;padding-bottom:.3rem;border-bottom:2px solid var(--accent)}
h3{font-size:1.08rem;margin:1.6rem 0 .5rem}
p,ul,ol,dl{max-width:62em}
.small,.caution{font-size:.9rem;color:var(--soft)}
code,pre{font-family:"SFMono-Regular",Consolas,"Noto Sans Mono CJK JP","MS Gothic",monospace;font-size:.88em}
pre{background:var(--tint);border:1px solid var(--rule);padding:.7rem 1rem;overflow-x:auto;line-height:1.5;white-space:pre-wrap}
.at,.hash{color:var(--soft)}.hash{word-break:break-all}
.cover .kind{letter-spacing:.15em;color:var(--soft);margin:0}
.conclusion{display:inline-block;font-size:1.25rem;font-weight:700;border:2px solid currentColor;padding:.25rem 1rem;margin:.3rem 0}
.c-proved{color:var(--good)}.c-refuted,.c-invalid{color:var(--bad)}.c-unknown,.c-nothing{color:var(--doubt)}.c-excepted{color:var(--excepted)}
.sentences{list-style:none;padding:0;font-size:1.05rem}.sentences li{margin:.3rem 0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));column-gap:2rem;border-top:1px solid var(--rule);margin:1.2rem 0;max-width:none}
.facts>div{display:grid;grid-template-columns:6.5em 1fr;gap:.8rem;border-bottom:1px solid var(--rule);padding:.35rem 0}
.facts dt{color:var(--soft)}.facts dd{margin:0}
.seals{table-layout:fixed;width:27rem;max-width:100%}.seals td,.seals th{min-width:0}.seals td{height:4.2rem;vertical-align:middle;text-align:center}.seals th{text-align:center}
.badge{font-weight:600}.b-proved,.b-kept{color:var(--good)}.b-refuted,.b-broken{color:var(--bad)}.b-unknown{color:var(--doubt)}.b-excepted{color:var(--excepted)}.b-vacuous,.b-nothing{color:var(--soft)}
.scroll{position:relative;overflow-x:auto;margin:.8rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.6}
caption{text-align:left;font-weight:700;padding:.2rem 0;color:var(--soft)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{border:1px solid var(--rule);padding:.35rem .6rem;text-align:left;vertical-align:top;min-width:4.5em}
thead th{background:var(--tint);white-space:normal}
tbody th{font-weight:600}
.numbers td:nth-child(n+3){text-align:right}
.numbers td:nth-child(2){min-width:20em}
.audit,.form,.register{font-size:.82rem;table-layout:fixed;min-width:84em}.register{min-width:68em}.audit th,.form th,.register th,.register td{min-width:0}
.w-number{width:4.2em}.w-item,.w-checks{width:12em}.w-clause,.w-category,.w-method{width:7.5em}.w-evidence{width:17em}.w-verdict{width:11em}.w-findings{width:15em}.w-exceptions{width:8em}.w-blank{width:8em}.w-end{width:9em}.w-service{width:6em}.w-command{width:19em}.w-expected{width:14em}.w-because{width:12em}.w-entry{width:14em}.w-state{width:9em}.w-rules{width:10em}.w-kind{width:6em}.w-communication{width:17em}.w-purpose{width:15em}.w-approved{width:12em}.w-day{width:8em}.w-where{width:10em}
.matrix{font-size:.82rem;width:auto}.matrix td,.matrix thead th{text-align:center;min-width:5.5em;max-width:10em}.matrix tbody th{min-width:11em;position:sticky;left:0;background:var(--paper)}
.m-closed{color:var(--soft)}.m-open{background:color-mix(in srgb,var(--accent) 10%,transparent)}.m-unknown{background:color-mix(in srgb,var(--doubt) 14%,transparent)}.m-replies{color:var(--soft);font-style:italic}.self{background:var(--tint)}
.finding{border:1px solid var(--rule);border-left:6px solid var(--bad);padding:.4rem 1.2rem 1rem;margin:1rem 0;background:var(--paper)}
.f-warning{border-left-color:var(--doubt)}.f-note{border-left-color:var(--soft)}
.finding h3{margin-top:.6rem}.severity{border:1px solid currentColor;font-size:.8rem;padding:0 .5em;margin-right:.3em}
.rule{margin:.6rem 0 .1rem}.broken{margin:.1rem 0 .4rem;font-size:.93rem}.broken li{margin:.1rem 0}
.packet,.advice{display:grid;grid-template-columns:6em 1fr;gap:.2rem .8rem}.packet dt,.advice dt{color:var(--soft)}.packet dd,.advice dd{margin:0}
.path{border-left:3px solid var(--rule);padding-left:2rem}.path li{margin:.2rem 0}
.example{border-top:1px solid var(--rule);padding:.3rem 0}
button,input,select{font:inherit;font-size:.9rem;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:4px;padding:.2rem .7rem;min-height:2.1rem;max-width:100%}
button{cursor:pointer}
.tools{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem;align-items:center}.tools label{display:flex;gap:.4rem;align-items:center;font-size:.9rem;max-width:100%}.tools select{min-width:0}
.canvas{overflow:auto;border:1px solid var(--rule);max-height:85vh;background:var(--paper)}
.canvas .drawing{display:block}
.node{cursor:pointer}.node:focus{outline:none}.node:focus>rect,.node.match>rect{stroke-width:4;stroke:var(--accent)}
.searching .node:not(.match),.routed .node:not(.on-route){opacity:.35}
.routed .edge:not(.on-route){opacity:.25}.edge.on-route{stroke:var(--path);stroke-width:4}
.route line{stroke:var(--path);stroke-width:4;stroke-dasharray:3 6}.route circle{fill:var(--path)}.route text{fill:var(--paper);font-weight:700;text-anchor:middle}
.columns{columns:20rem;padding-left:1.2em}
details{margin:.5rem 0}summary{cursor:pointer;padding:.2rem 0}
dialog{max-width:min(52rem,94vw);width:94vw;max-height:88vh;overflow:auto;background:var(--paper);color:var(--ink);border:1px solid var(--soft);border-radius:8px;padding:1rem 1.4rem}
dialog::backdrop{background:#0008}
dialog h2{margin-top:0}
footer{margin-top:3rem;border-top:1px solid var(--rule);color:var(--soft);font-size:.85rem}
@media (max-width:64rem){.layout{display:block}nav.contents{position:static;max-height:none;padding:1rem 1.5rem 0}}
@media (max-width:30rem){html{font-size:15px}main{padding:1rem}.facts{grid-template-columns:1fr}.bar{padding:.4rem 1rem}h1{font-size:1.5rem}.finding{padding:.3rem .8rem .8rem}.packet,.advice{grid-template-columns:1fr}}
@media print{
:root{color-scheme:light;--ink:#000;--soft:#444;--paper:#fff;--tint:#f0f0f0;--rule:#999;--accent:#1d4f8b;--good:#0b5a2b;--bad:#8f1020;--doubt:#6d4200;--excepted:#46288a}
html{font-size:10.5pt;line-height:1.6}
.layout{display:block;max-width:none}main{padding:0}
nav.contents,.tools,.skip,.bar,.show-route,details.ways,#diagram details,#diagram .small{display:none}
.canvas{max-height:none;overflow:visible;border:0}.canvas .drawing{width:100%;height:auto;max-height:225mm}
.scroll{overflow:visible}table{font-size:8.5pt}.audit,.form,.matrix,.register{font-size:7pt;min-width:0;width:100%}th,td,.matrix td,.matrix thead th,.matrix tbody th,.numbers td:nth-child(2),.audit th,.form th{min-width:0;padding:.15rem .3rem}
thead{display:table-header-group}tr,.finding h3,.packet{break-inside:avoid}h2,h3,caption{break-after:avoid}
.cover{break-after:page}section.part{break-before:auto}section.fresh{break-before:page}
a{color:inherit;text-decoration:none}
section.wide{page:wide}
}
@page{size:A4;margin:20mm 15mm 18mm}
@page wide{size:A4 landscape}
`
