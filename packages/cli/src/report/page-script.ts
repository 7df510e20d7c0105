/**
 * The script of the page: searches, sorts and counts the rows that are there. Without it everything can be read. It makes no element
 * from text.
 */
export const PAGE_SCRIPT = `
(()=>{'use strict';
const table=document.getElementById('profiles');if(!table)return;
const body=table.tBodies[0],rows=[...body.rows],search=document.getElementById('search'),domain=document.getElementById('domain'),only=document.getElementById('only'),count=document.getElementById('count');
document.querySelectorAll('.tools').forEach(e=>{e.hidden=false});
const texts=new Map();
const textOf=r=>{let t=texts.get(r);if(t===undefined){t=r.textContent.toLowerCase();texts.set(r,t)}return t};
function filter(){
  const words=search.value.toLowerCase().split(/\\s+/).filter(Boolean);let shown=0;
  for(const r of rows){
    const ok=(domain.value===''||r.dataset.domain===domain.value)&&(only.value===''||(only.value==='findings'?r.dataset.findings!=='0':r.dataset.bytes===''))&&words.every(w=>textOf(r).includes(w));
    if(r.hidden===ok)r.hidden=!ok;if(ok)shown++;
  }
  count.textContent=shown+' of '+rows.length+' profiles';
}
let timer;const later=()=>{clearTimeout(timer);timer=setTimeout(filter,120)};
search.addEventListener('input',later);domain.addEventListener('change',filter);only.addEventListener('change',filter);
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
});
addEventListener('beforeprint',()=>{for(const r of rows)r.style.contentVisibility='visible'});
filter();
})();
`
