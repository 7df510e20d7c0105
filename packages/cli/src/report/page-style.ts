/** The style of the page: both colour schemes, any width, and paper. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--fg:#1a1f26;--dim:#5a6675;--bg:#fff;--card:#f5f7f9;--line:#d5dbe2;--accent:#0b62b0;--ok:#1c7d45;--warn:#8f5a00;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--fg:#e6eaef;--dim:#9fabba;--bg:#13171c;--card:#1c2229;--line:#36404b;--accent:#6fb3f2;--ok:#5fc98a;--warn:#e0ad55;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;font:15px/1.45 system-ui,sans-serif;color:var(--fg);background:var(--bg);overflow-wrap:anywhere}
main,header{max-width:1400px;margin:0 auto;padding:0 1rem}
h1{font-size:1.5rem;margin:1.2rem 0 .2rem}h2{font-size:1.15rem;margin:2rem 0 .6rem}
.dim{color:var(--dim);fill:var(--dim)}code{font:13px ui-monospace,monospace;overflow-wrap:anywhere}
a{color:var(--accent)}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;background:var(--bg);padding:.5rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.facts{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.facts li{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.5rem .9rem}.facts b{display:block;font-size:1.25rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1rem;align-items:start}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;min-width:0}.scroll{overflow-x:auto}
.picture{width:100%;min-width:30rem;max-width:44rem;height:auto;display:block;margin:.5rem 0}.picture text{fill:var(--fg);font:13px system-ui,sans-serif}.picture .strong{font-weight:600}.picture .dim{fill:var(--dim);font-size:12px}
.box{fill:var(--bg);stroke:var(--line)}.fs{stroke:var(--accent);stroke-width:2}.wire{fill:none;stroke:var(--line);stroke-width:2}circle.ok{fill:var(--ok)}circle.bad{fill:var(--bad)}
.findings{margin:0;padding:0;list-style:none}.findings li{display:flex;gap:.6rem;padding:.3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}.findings li:last-child{border:0}
.level{flex:none;min-width:4rem;font-weight:600}td .level{min-width:0}.error{color:var(--bad)}.warning{color:var(--warn)}.note{color:var(--dim)}
.tools{display:flex;flex-wrap:wrap;gap:.8rem;align-items:end;margin:.5rem 0}.tools label{display:block;font-size:.85rem;color:var(--dim)}
input,select{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--dim);border-radius:6px;padding:.35rem .6rem;min-width:min(20rem,80vw)}select{min-width:8rem}input,select{max-width:100%}.tools>div{min-width:0;max-width:100%}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .7rem;border-bottom:1px solid var(--line)}
th{background:var(--card);white-space:nowrap}th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:2px solid var(--accent)}
th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
td{overflow-wrap:anywhere;min-width:6rem}.number{white-space:nowrap}
.bar{display:block;height:.5rem;min-width:6rem;background:var(--line);border-radius:4px;overflow:hidden;margin-top:.2rem}.bar i{display:block;height:100%;background:var(--accent)}
.line{width:96px;height:22px;display:block;margin-top:.2rem}.line polyline{fill:none;stroke:var(--accent);stroke-width:1.5}
.id{white-space:nowrap}.diagnosis{margin:.3rem 0 0}
ul.plain{margin:0;padding:0;list-style:none}
button.more{font:inherit;color:inherit;background:var(--card);border:1px solid var(--dim);border-radius:6px;padding:.4rem .9rem;margin:.8rem 0;cursor:pointer}
@media (max-width:700px){table.rows,table.rows tbody,table.rows tr,table.rows td{display:block}table.rows thead{position:absolute;left:-99rem}table.rows tr{border-bottom:2px solid var(--line);padding:.4rem 0}table.rows td{border:0;padding:.15rem .7rem .15rem 6.4rem;position:relative}table.rows td::before{content:attr(data-label);position:absolute;left:.7rem;color:var(--dim)}}
@media print{.tools,.skip,button.more{display:none}body{font-size:11px}.wide{overflow:visible;border:0}tbody tr{break-inside:avoid}thead{display:table-header-group}}
[hidden]{display:none!important}
`
