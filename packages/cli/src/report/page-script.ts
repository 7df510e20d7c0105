/**
 * The script of the page: searches, sorts and counts the rows that are there. Without it everything can be read. It makes no element
 * from text.
 */
export const PAGE_SCRIPT = `
(()=>{'use strict';const STEP=200;
const table=document.getElementById('profiles');if(!table)return;
const body=table.tBodies[0],rows=[...body.rows],search=document.getElementById('search'),domain=document.getElementById('domain'),only=document.getElementById('only'),count=document.getElementById('count');
document.querySelectorAll('.tools').forEach(e=>{e.hidden=false});
const more=document.getElementById('more');let limit=STEP,order=rows,printing=false;
const texts=new Map();
const textOf=r=>{let t=texts.get(r);if(t===undefined){t=r.textContent.toLowerCase();texts.set(r,t)}return t};
function filter(){
  let drawn=0;
  const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;
  for(const r of order){
    const ok=(domain.value===''||r.dataset.domain===domain.value)&&(only.value===''||(only.value==='findings'?r.dataset.findings!=='0':r.dataset.bytes===''))&&words.every(w=>textOf(r).includes(w));
    if(ok)shown++;const on=ok&&(printing||drawn<limit);if(on)drawn++;r.hidden=!on;r.classList.remove('late');
  }
  count.textContent=shown+' of '+rows.length+' profiles'+(drawn<shown?', the first '+drawn+' are drawn':'');more.hidden=drawn>=shown;
}
let timer;const again=()=>{limit=STEP;filter()};const later=()=>{clearTimeout(timer);timer=setTimeout(again,120)};
search.addEventListener('input',later);domain.addEventListener('change',again);only.addEventListener('change',again);more.addEventListener('click',()=>{limit+=STEP;filter()});
table.tHead.addEventListener('click',e=>{
  const button=e.target.closest('button');if(!button)return;
  const th=button.parentElement,down=th.getAttribute('aria-sort')==='ascending',key=button.dataset.key,numeric=button.dataset.type==='number';
  table.querySelectorAll('th').forEach(h=>h.removeAttribute('aria-sort'));
  th.setAttribute('aria-sort',down?'descending':'ascending');
  const value=r=>r.dataset[key]||'',side=down?-1:1;
  const sorted=rows.map(r=>[value(r),r]).sort(([a],[b])=>{
    if(a===''||b==='')return a===b?0:a===''?1:-1;
    return side*(numeric?a-b:a<b?-1:a>b?1:0);
  });
  const all=document.createDocumentFragment();for(const [,r] of sorted)all.append(r);body.append(all);
  order=sorted.map(([,r])=>r);again();
});
addEventListener('beforeprint',()=>{printing=true;filter()});addEventListener('afterprint',()=>{printing=false;filter()});
filter();
})();
`

/** Runs before the rows are read, so that those after the first are not laid out while the page loads. */
export const EARLY_SCRIPT = `document.documentElement.className='js'`

/** Rows that are drawn at first. */
export const FIRST_ROWS = 200
