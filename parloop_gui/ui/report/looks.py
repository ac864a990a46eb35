"""The page's style sheet: both themes as variables, so that the reader's own setting decides, and paper is light."""

from __future__ import annotations

from typing import Any

from parloop_gui.ui.drawing.colours import DARK, LIGHT, Family, Theme

_FAMILY_PARTS = Family._fields

# The interface's own font comes first, then what each system shows its programs in; no font is fetched.
_RULES = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--window);color:var(--t1);font:400 13px/1.5 var(--font);font-variant-numeric:tabular-nums}
main{max-width:976px;margin:0 auto;padding:28px 24px 20px}
h1,h2,h3,p,dl,dd,ul,table,figure,pre{margin:0;padding:0}
.card{background:var(--surface);border:1px solid var(--border);border-radius:8px;padding:16px 20px;margin-bottom:12px}
.chart{padding:10px 8px 6px}
svg{display:block;width:100%;height:auto}
svg text{white-space:pre}
.verdict{display:flex;justify-content:space-between;gap:28px}
.verdict figure{flex:0 0 270px}
.quiet{color:var(--t3);font-size:12px}
h1{font-size:24px;line-height:1.3;font-weight:600;letter-spacing:-.25px;margin:4px 0 2px}
.gain{font-size:15px}
.gain b{color:var(--accent_text);font-weight:600}
.gain i{color:var(--t3);font-style:normal}
.because{color:var(--t2);margin-top:4px}
.tags{margin-top:10px;display:flex;flex-wrap:wrap;gap:6px}
.pill{font-size:11px;line-height:17px;padding:0 8px;border-radius:9px;border:1px solid var(--border2);color:var(--t2)}
.filled{background:var(--tag);border-color:var(--tag);color:var(--on_tag);font-weight:500}
h2{font-size:14px;line-height:1.4;font-weight:600;margin-bottom:8px}
.chart h2{margin:6px 12px 2px;font-size:18px;letter-spacing:-.2px}
.chart p{margin:0 12px 4px;color:var(--t2)}
.legend{display:flex;justify-content:flex-end;gap:14px;margin:0 12px;font-size:11px;color:var(--t2)}
.legend span::before{content:"";display:inline-block;width:14px;height:9px;border-radius:2px;margin-right:6px;
background:var(--t2)}
.legend .waits::before{background:var(--border2)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:12px}
th{font-weight:400;font-size:11px;color:var(--t3);text-align:left}
th,td{padding:4px 12px 4px 0;border-bottom:1px solid var(--grid);vertical-align:baseline;white-space:nowrap}
td:last-child,th:last-child{padding-right:0;color:var(--t3)}
tr:last-child td{border-bottom:0}
.right{text-align:right}
tr.best td{font-weight:600}
tr.best td:last-child{color:var(--accent_text)}
tr.group td{font-weight:600;color:var(--t2);padding-top:10px}
.two{display:grid;grid-template-columns:1fr 1fr;gap:12px;align-items:start}
ul{list-style:none}
li{margin-bottom:6px;color:var(--t2)}
li b{color:var(--t1);font-weight:500}
.bad b{color:var(--fail)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 16px;font-size:12px}
dt{color:var(--t3)}
dd,li,h1,p{overflow-wrap:anywhere}
pre{font:400 11.5px/1.5 var(--mono);background:var(--sunken);border-radius:6px;padding:10px 12px;white-space:pre-wrap;
overflow-wrap:anywhere}
summary{cursor:pointer;font-weight:600;font-size:14px}
details pre{margin-top:8px}
footer{color:var(--t3);font-size:11px;line-height:1.5;margin:2px 4px}
footer p+p{margin-top:4px}
code{font-family:var(--mono);font-size:.95em}
@media (max-width:720px){.two{grid-template-columns:1fr}.verdict{flex-direction:column;gap:12px}
.chart .scroll svg{min-width:720px}main{padding:16px 10px}}
@page{size:A4;margin:11mm 12mm}
@media print{
body{background:none;font-size:11px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}
.card{break-inside:avoid;padding:10px 14px;margin-bottom:9px}
.chart{padding:6px 4px}
.chart svg{max-height:118mm}
h1{font-size:20px}
table,dl{font-size:10px}
th,td{padding:2px 10px 2px 0}
pre{font-size:9px;padding:8px 10px}
.two{grid-template-columns:1fr 1fr}
.verdict{flex-direction:row;gap:16px}
.verdict figure{flex-basis:216px}
.gain{font-size:13px}
}
""".strip()


def themed() -> Theme:
    """A theme whose colours are the page's variables: what is painted with it is light or dark with the page."""
    own: dict[str, Any] = {name: f"var(--{name})" for name in Theme._fields if name not in ("dark", "families")}
    return LIGHT._replace(**own, families={name: _family(name) for name in LIGHT.families})


def style_sheet(of_charts: str) -> str:
    """The whole sheet, the rules of the charts' own looks last."""
    light, dark = (f":root{{{_variables(theme)}}}" for theme in (LIGHT, DARK))
    fonts = (
        ':root{color-scheme:light dark;--font:Inter,system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;'
        '--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}'
    )
    by_choice = f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    return f"{fonts}\n{light}\n{by_choice}\n{_RULES}\n{of_charts}"


def _family(name: str) -> Family:
    return Family(*(f"var(--{name}_{part})" for part in _FAMILY_PARTS))


def _variables(theme: Theme) -> str:
    own = {name: value for name, value in theme._asdict().items() if name not in ("dark", "families")}
    own |= {
        f"{name}_{part}": colour for name, each in theme.families.items() for part, colour in each._asdict().items()
    }
    return ";".join(f"--{name}:{value}" for name, value in own.items())
