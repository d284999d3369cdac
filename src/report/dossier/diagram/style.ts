/** Colours of the drawing. Told apart by more than colour: bands carry their names, kinds have their own shapes and strokes. */
export const DRAWING_STYLE = `
.drawing{--ink:#1b2430;--soft:#5a6675;--paper:#fff;--card:#fff;--line:#8793a1;--mynumber:#a3243b;--lgwan:#1f5fa8;--internet:#2e7d4f;--grey:#69727d;--path:#c2410c;font:12px "Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP","Noto Sans JP",Meiryo,sans-serif}
@media (prefers-color-scheme:dark){.drawing{--ink:#e8edf3;--soft:#a8b3c0;--paper:#12171d;--card:#1b222b;--line:#74808e;--mynumber:#f08a9b;--lgwan:#7db4f0;--internet:#7fcf9f;--grey:#a2adb9;--path:#fb923c}}
@media print{.drawing{--ink:#1b2430;--soft:#5a6675;--paper:#fff;--card:#fff;--line:#8793a1;--mynumber:#a3243b;--lgwan:#1f5fa8;--internet:#2e7d4f;--grey:#69727d;--path:#c2410c}}
.drawing .paper{fill:var(--paper)}
.drawing text{fill:var(--ink);stroke:none}
.t-mynumber{--tier:var(--mynumber)}.t-lgwan,.t-lgwan-network{--tier:var(--lgwan)}.t-internet,.t-security-cloud,.t-public{--tier:var(--internet)}.t-other{--tier:var(--grey)}
.drawing .band>rect{fill:var(--tier);fill-opacity:.08;stroke:var(--tier);stroke-opacity:.5}
.drawing .band>text{font-weight:700;fill:var(--tier)}
.drawing .upright{writing-mode:vertical-rl;dominant-baseline:central}
.drawing .zone>rect{fill:var(--tier);fill-opacity:.07;stroke:var(--tier);stroke-dasharray:4 3;stroke-opacity:.7}
.drawing .zone>text{fill:var(--tier);font-size:11px}
.drawing .node>rect{fill:var(--card);stroke:var(--tier);stroke-width:1.4}
.drawing .k-device>rect{stroke:var(--ink);stroke-width:2}
.drawing .k-gateway>rect{stroke:var(--ink);stroke-dasharray:6 3}
.drawing .title{font-weight:700}
.drawing .fact{font-size:11px;fill:var(--soft)}
.drawing .edge{fill:none;stroke:var(--line);stroke-width:1.4}
.drawing .e-line{stroke-width:3;stroke:var(--soft)}
.drawing .e-beyond{stroke-dasharray:2 4}
.drawing .e-tunnel{stroke-dasharray:8 4;stroke-width:2}
.drawing .e-leg{stroke-dasharray:5 3}
`
