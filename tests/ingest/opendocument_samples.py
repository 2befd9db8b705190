"""OpenDocument files for the tests, written by hand as their packages are: a few XML parts in a ZIP container."""

from tests.ingest.samples import zipped

KIND = "application/vnd.oasis.opendocument."
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "style": "style",
        "presentation": "presentation",
        "meta": "meta",
        "manifest": "manifest",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
NAMESPACES = f'{_NAMESPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
STYLES = """
<style:style style:name="Heading_20_1" style:family="paragraph" style:default-outline-level="1"/>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Contents_20_1" style:family="paragraph"/>
<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="White" style:family="text"><style:text-properties fo:color="#FFFFFF"/></style:style>
<style:style style:name="WhiteChild" style:family="text" style:parent-style-name="White"/>
<style:style style:name="Tiny" style:family="text"><style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="Dark" style:family="table-cell">
 <style:table-cell-properties fo:background-color="#000080"/></style:style>
<style:style style:name="Unseen" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="Skipped" style:family="drawing-page">
 <style:drawing-page-properties presentation:visibility="hidden"/></style:style>
"""
META = "<dc:title>Recovery policy</dc:title><dc:date>2025-03-01T09:30:00</dc:date>"
MARGINS = """
<style:master-page style:name="First"><style:header><text:p>Northgate – internal</text:p></style:header>
 <style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page>
<style:master-page style:name="Rest"><style:header><text:p>Northgate – internal</text:p></style:header>
 <style:footer style:display="false"><text:p>not shown</text:p></style:footer></style:master-page>
"""


def cells(*texts: str) -> str:
    """Cells of a table row."""
    return "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)


def rows(*lines: tuple[str, ...]) -> str:
    """Rows of a table."""
    return "".join(f"<table:table-row>{cells(*line)}</table:table-row>" for line in lines)


TEXT = f"""
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>deleted aside</text:p></text:deletion>
</text:changed-region><text:changed-region text:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>
<text:h text:style-name="Heading_20_1" text:outline-level="1">Recovery targets</text:h>
<text:p>Orders must be back
   within<text:s text:c="2"/>four<text:tab/>hours,<text:line-break/>whatever happens.<text:note text:note-class="footnote">
   <text:note-citation>1</text:note-citation><text:note-body><text:p>Measured from the alarm.</text:p></text:note-body
   ></text:note>
   <office:annotation><dc:creator>Keller</dc:creator><text:p>Is that enough?</text:p></office:annotation></text:p>
<text:p>Billing can wait a day.<text:span text:style-name="Hidden"> Hidden by format.</text:span><text:span
 text:style-name="WhiteChild"> White on white.</text:span><text:span text:style-name="Tiny"> Too small.</text:span></text:p>
<text:p>Kept, <text:change-start text:change-id="c1"/>deleted here</text:p><text:p>and here<text:change-end
 text:change-id="c1"/>and <text:change-start text:change-id="c2"/>inserted<text:change-end text:change-id="c2"/>.</text:p>
<text:list><text:list-item><text:p>first item</text:p><text:list><text:list-item><text:p>inner item</text:p></text:list-item>
</text:list></text:list-item></text:list>
<table:table><table:table-header-rows>{rows(("System", "RTO", "RPO"))}</table:table-header-rows>
{rows(("Orders", "4 h", "15 min"))}
<table:table-row><table:table-cell table:style-name="Dark" table:number-columns-spanned="2"><text:p><text:span
 text:style-name="White">Billing</text:span></text:p></table:table-cell><table:covered-table-cell/>
 {cells("1 h")}</table:table-row>
</table:table>
<text:p>After the table.<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>
<text:section text:display="none"><text:h text:outline-level="2">Secret part</text:h>
<text:p>Not for readers.</text:p></text:section>
<text:h text:outline-level="2">Ownership</text:h>
<text:p>Operations owns it.</text:p>
"""
SHEETS = f"""
<table:table table:name="Inventory">
{rows(("Systems of Northgate",))}{rows(("System", "Vendor", "Availability", "Cost", "Since"))}
<table:table-row>{cells("ERP", "SAP")}
 <table:table-cell office:value-type="percentage" office:value="0.9995"><text:p>99,95 %</text:p></table:table-cell>
 <table:table-cell office:value-type="currency" office:currency="EUR" office:value="450000"><office:annotation><text:p>Per year.
 </text:p></office:annotation><text:p>450.000,00 €</text:p></table:table-cell>
 <table:table-cell office:value-type="date" office:date-value="2019-01-05T00:00:00">
 <text:p>05.01.19</text:p></table:table-cell>
</table:table-row>
<table:table-row>{cells("CRM", "Oracle")}<table:table-cell office:value-type="float" office:value="12">
 <text:p>12 months</text:p>
 </table:table-cell><table:table-cell table:formula="of:=[.D3]*2"/>
 <table:table-cell office:value-type="time" office:time-value="PT26H05M00S"><text:p>26:05</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-spanned="2"
 office:value-type="float" office:value="1.5"><text:p>1,50</text:p></table:table-cell>
 <table:covered-table-cell><text:p>covered</text:p>
 </table:covered-table-cell>
 <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>WAHR</text:p>
 </table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048569">
<table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table>
<table:table table:name="Contracts" table:style-name="Unseen">{rows(("System", "Ends"), ("ERP", "2027-12-31"))}</table:table>
<table:table table:name="'file:///prices.ods'#Sheet1">{rows(("cached", "value"))}</table:table>
"""
SLIDES = f"""
<draw:page draw:name="one"><draw:frame presentation:class="outline" svg:x="1cm" svg:y="5cm"><draw:text-box><text:list>
<text:list-item><text:p>Replace the mainframe</text:p></text:list-item>
<text:list-item><text:p>Keep the ERP</text:p></text:list-item>
</text:list></draw:text-box></draw:frame>
<draw:frame presentation:class="title" svg:x="1cm" svg:y="9cm">
<draw:text-box><text:p>Target picture</text:p></draw:text-box></draw:frame>
<draw:frame presentation:class="subtitle" presentation:placeholder="true"><draw:text-box/></draw:frame>
<draw:g><draw:custom-shape svg:x="9cm" svg:y="1cm"><text:p>second</text:p></draw:custom-shape>
<draw:custom-shape svg:x="2cm" svg:y="1.1cm"><text:p>first</text:p></draw:custom-shape></draw:g>
<draw:frame svg:x="0cm" svg:y="11cm">
<table:table>{rows(("System", "Decision"), ("ERP", "keep"))}</table:table><draw:image/></draw:frame>
<presentation:notes><draw:frame presentation:class="notes">
<draw:text-box><text:p>Say that the budget is fixed.</text:p>
</draw:text-box></draw:frame></presentation:notes></draw:page>
<draw:page draw:style-name="Skipped"><draw:frame><draw:image/></draw:frame></draw:page>
"""


def package(kind: str, body: str, *, styles: str = STYLES, doctype: str = "", manifest: str = "") -> bytes:
    """A package of `kind` ("text", "spreadsheet", "presentation") with `body`."""
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {NAMESPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    master = (
        f"<office:document-styles {NAMESPACES}><office:master-styles>{MARGINS}</office:master-styles></office:document-styles>"
    )
    meta = f"<office:document-meta {NAMESPACES}><office:meta>{META}</office:meta></office:document-meta>"
    parts = {"mimetype": KIND + kind, "content.xml": content, "styles.xml": master, "meta.xml": meta}
    listed = f"<manifest:manifest {NAMESPACES}>{manifest}</manifest:manifest>"
    return zipped({name: part.encode() for name, part in {**parts, "META-INF/manifest.xml": listed}.items()})


def flat(kind: str, body: str) -> bytes:
    """The same as one XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {NAMESPACES} office:mimetype="{KIND}{kind}">'
        f"<office:meta>{META}</office:meta><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:master-styles>{MARGINS}</office:master-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def text() -> bytes:
    """An ODT with headings, notes, lists, a table, hidden, deleted and inserted text."""
    return package("text", TEXT)


def sheets() -> bytes:
    """An ODS with typed values, repeated and covered cells, a comment, and a hidden sheet."""
    return package("spreadsheet", SHEETS)


def slides() -> bytes:
    """An ODP with a title, bullets, a group, a table, speaker notes, and a hidden slide that shows a picture."""
    return package("presentation", SLIDES)
