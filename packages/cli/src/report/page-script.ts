/** Rows that are drawn at first, and with each further step. */
export const FIRST_ROWS = 200

/**
 * The script of the page: searches, sorts and counts the rows. Those after the first are text of the page until they are drawn:
 * escaped when the page was written, as the rows in the table are. Without it everything can be read.
 */
export const PAGE_SCRIPT = `
(()=>{'use strict';const STEP=${FIRST_ROWS};
const table=document.getElementById('profiles');if(!table)return;
const body=table.tBodies[0],late=document.getElementById('late'),total=Number(table.dataset.total),search=document.getElementById('search'),domain=document.getElementById('domain'),only=document.getElementById('only'),count=document.getElementById('count'),more=document.getElementById('more');
document.querySelectorAll('.tools').forEach(e=>{e.hidden=false});
let limit=STEP,printing=false,rows,order,matching=total,drawn=body.rows.length;
const entities={amp:'&',lt:'<',gt:'>',quot:'"','#39':"'"};
const decode=t=>t.replace(/&(amp|lt|gt|quot|#39);/g,(_,name)=>entities[name]);
const rowOf=html=>({html,data:Object.fromEntries([...html.slice(0,html.indexOf('>')).matchAll(/data-([a-z]+)="([^"]*)"/g)].map(([,key,value])=>[key,decode(value)]))});
const textOf=r=>r.text??=decode(r.html.replace(/<[^>]*>/g,' ')).toLowerCase();
const read=()=>{if(rows)return;const rest=late?late.textContent:'';rows=[...[...body.rows].map(r=>r.outerHTML),...rest.slice(rest.indexOf('<tbody>')+7,rest.lastIndexOf('</tbody>')).split('</tr>').slice(0,-1)].map(rowOf);order=rows};
const say=()=>{count.textContent=matching+' of '+total+(total===1?' profile':' profiles')+(drawn<matching?', the first '+drawn+' are drawn':'');more.hidden=drawn>=matching};
function draw(){
  read();const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const found=order.filter(r=>(domain.value===''||r.data.domain===domain.value)&&(only.value===''||(only.value==='findings'?r.data.findings!=='0':r.data.bytes===''))&&words.every(w=>textOf(r).includes(w)));
  const shown=printing?found:found.slice(0,limit);
  body.innerHTML=shown.map(r=>r.html).join('</tr>');matching=found.length;drawn=shown.length;say();
}
let timer;const again=()=>{limit=STEP;draw()};const later=()=>{clearTimeout(timer);timer=setTimeout(again,120)};
search.addEventListener('input',later);domain.addEventListener('change',again);only.addEventListener('change',again);more.addEventListener('click',()=>{limit+=STEP;draw()});
table.tHead.addEventListener('click',e=>{
  const button=e.target.closest('button');if(!button)return;read();
  const th=button.parentElement,down=th.getAttribute('aria-sort')==='ascending',key=button.dataset.key,numeric=button.dataset.type==='number';
  table.querySelectorAll('th').forEach(h=>h.removeAttribute('aria-sort'));
  th.setAttribute('aria-sort',down?'descending':'ascending');
  const side=down?-1:1;
  order=rows.map(r=>[r.data[key]||'',r]).sort(([a],[b])=>{
    if(a===''||b==='')return a===b?0:a===''?1:-1;
    return side*(numeric?a-b:a<b?-1:a>b?1:0);
  }).map(([,r])=>r);again();
});
addEventListener('beforeprint',()=>{printing=true;draw()});addEventListener('afterprint',()=>{printing=false;draw()});
say();
})();
`
